"""The internship tracker as a service the chassis can run."""

from pathlib import Path

from services.chassis.identity import Role
from services.chassis.service import NavItem, Service
from services.internships.answers import answers
from services.internships.api import router as api
from services.internships.pages import ROUTERS
from services.internships.permissions import PERMISSIONS
from services.internships.storage.tables import metadata
from services.internships.subscribers import reactions, timed

_HERE = Path(__file__).parent

SERVICE = Service(
    name="internships",
    title="Suivi des PFMP",
    prefixes=("/pfmp", "/api/internships"),
    metadata=metadata,
    routers=(api, *ROUTERS),
    permissions=PERMISSIONS,
    templates=_HERE / "templates",
    migrations=_HERE / "migrations",
    navigation=(NavItem("PFMP", "/pfmp", frozenset({Role.RBDE, Role.HEAD})),),
    reactions=reactions,
    answers=answers,
    timed=timed,
)
