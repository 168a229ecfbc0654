"""Supervision as a service the chassis can run."""

from functools import partial
from pathlib import Path

from services.chassis.operations.outdated_folds import outdated_gauges
from services.chassis.service.spec import Service
from services.supervision.api import router as api
from services.supervision.menu import NAMED, NAVIGATION
from services.supervision.pages import ROUTERS
from services.supervision.permissions import PERMISSIONS
from services.supervision.queries.api_described import API
from services.supervision.queries.silence import read_silent_lycees
from services.supervision.queries.verified import (
    read_differing_coverage,
    read_differing_registries,
)
from services.supervision.register import REGISTER
from services.supervision.retention import retention
from services.supervision.storage.declaring import metadata
from services.supervision.subscribers import DEPARTMENT, timed

_HERE = Path(__file__).parent

SERVICE = Service(
    name="supervision",
    title=NAMED.title,
    prefixes=("/departement", "/flux", "/api/supervision"),
    metadata=metadata,
    register=REGISTER,
    routers=(api, *ROUTERS),
    permissions=PERMISSIONS,
    api=API,
    retention=retention,
    templates=_HERE / "templates",
    migrations=_HERE / "migrations",
    navigation=NAVIGATION,
    gauges=(
        partial(outdated_gauges, projection=DEPARTMENT, command="passerelle rebuild supervision"),
        read_silent_lycees,
        read_differing_registries,
        read_differing_coverage,
    ),
    projections=(DEPARTMENT,),
    timed=timed,
)
