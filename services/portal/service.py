"""The portal as a service the chassis can run."""

from pathlib import Path

from services.chassis.identity import Role
from services.chassis.service import NavItem, Service
from services.portal.answers import answers
from services.portal.api import router as api
from services.portal.mailbox import demo_mailbox
from services.portal.pages import ROUTERS
from services.portal.permissions import PERMISSIONS
from services.portal.storage.tables import metadata

_HERE = Path(__file__).parent

SERVICE = Service(
    name="portal",
    title="Portail",
    prefixes=("/", "/api/portal"),
    metadata=metadata,
    routers=(api, *ROUTERS),
    permissions=PERMISSIONS,
    templates=_HERE / "templates",
    migrations=_HERE / "migrations",
    navigation=(
        NavItem("Aujourd’hui", "/"),
        NavItem("Exploitation", "/exploitation", frozenset({Role.OPERATOR})),
    ),
    answers=answers,
    serves_static=True,
    watches_disk=True,
    on_start=(demo_mailbox,),
)
