"""Supervision as a service the chassis can run."""

from pathlib import Path

from services.chassis.service import NavItem, Place, Service
from services.supervision.api import router as api
from services.supervision.pages import ROUTERS
from services.supervision.permissions import (
    MANAGE_FEEDS,
    PERMISSIONS,
    SEE_DEPARTMENT,
    SEE_OWN_LYCEES,
    SEE_TOTALS,
)
from services.supervision.queries.api_described import API
from services.supervision.queries.silence import read_silent_lycees
from services.supervision.queries.verified import (
    read_differing_coverage,
    read_differing_registries,
)
from services.supervision.register import REGISTER
from services.supervision.retention import retention
from services.supervision.storage.tables import metadata
from services.supervision.subscribers import DEPARTMENT

_HERE = Path(__file__).parent

SERVICE = Service(
    name="supervision",
    title="Pilotage départemental",
    prefixes=("/departement", "/flux", "/api/supervision"),
    metadata=metadata,
    register=REGISTER,
    routers=(api, *ROUTERS),
    permissions=PERMISSIONS,
    api=API,
    retention=retention,
    templates=_HERE / "templates",
    migrations=_HERE / "migrations",
    navigation=(
        NavItem(
            *("Département", "/departement", PERMISSIONS.roles(SEE_DEPARTMENT)),
            below=(
                Place("Couverture", "/departement/couverture", PERMISSIONS.roles(SEE_DEPARTMENT)),
                Place("Indicateurs", "/departement/indicateurs", PERMISSIONS.roles(SEE_DEPARTMENT)),
                Place(
                    "Tableaux demandés", "/departement/tableaux", PERMISSIONS.roles(SEE_DEPARTMENT)
                ),
                Place("Calendrier", "/departement/calendrier", PERMISSIONS.roles(SEE_DEPARTMENT)),
                Place("Journal", "/departement/journal", PERMISSIONS.roles(SEE_DEPARTMENT)),
                Place("Flux", "/departement/lecteurs", PERMISSIONS.roles(MANAGE_FEEDS)),
            ),
        ),
        NavItem(
            "Vu du département",
            "/departement/mes-lycees",
            PERMISSIONS.roles(SEE_OWN_LYCEES),
            rank=2,
        ),
        NavItem("Totaux", "/departement/totaux", PERMISSIONS.roles(SEE_TOTALS)),
    ),
    gauges=(read_silent_lycees, read_differing_registries, read_differing_coverage),
    projections=(DEPARTMENT,),
)
