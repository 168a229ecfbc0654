"""The notification service as a service the chassis can run."""

from pathlib import Path

from services.chassis.service import Service
from services.notifications.permissions import PERMISSIONS
from services.notifications.storage.tables import metadata

_HERE = Path(__file__).parent

SERVICE = Service(
    name="notifications",
    title="Courriels",
    prefixes=("/envois", "/api/notifications"),
    metadata=metadata,
    routers=(),
    permissions=PERMISSIONS,
    templates=_HERE / "templates",
    migrations=_HERE / "migrations",
)
