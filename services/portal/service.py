"""The portal as a service the chassis can run."""

from pathlib import Path

from services.chassis.service import NavItem, Service
from services.portal.api import router as api
from services.portal.pages import router as pages
from services.portal.permissions import PERMISSIONS
from services.portal.storage import metadata

_HERE = Path(__file__).parent

SERVICE = Service(
    name="portal",
    title="Portail",
    prefixes=("/", "/api/portal"),
    metadata=metadata,
    routers=(api, pages),
    permissions=PERMISSIONS,
    templates=_HERE / "templates",
    migrations=_HERE / "migrations",
    navigation=(NavItem("Aujourd’hui", "/"),),
    serves_static=True,
)
