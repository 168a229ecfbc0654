"""Supervision as a service the chassis can run."""

from pathlib import Path

from services.chassis.identity import Role
from services.chassis.service import NavItem, Service
from services.supervision.api import router as api
from services.supervision.pages import router as pages
from services.supervision.permissions import PERMISSIONS
from services.supervision.queries.silence import read_silent_lycees
from services.supervision.storage import metadata
from services.supervision.subscribers import DEPARTMENT

_HERE = Path(__file__).parent

SERVICE = Service(
    name="supervision",
    title="Pilotage départemental",
    prefixes=("/departement", "/api/supervision"),
    metadata=metadata,
    routers=(api, pages),
    permissions=PERMISSIONS,
    templates=_HERE / "templates",
    migrations=_HERE / "migrations",
    navigation=(NavItem("Département", "/departement", frozenset({Role.SUPERVISOR})),),
    gauges=(read_silent_lycees,),
    projections=(DEPARTMENT,),
)
