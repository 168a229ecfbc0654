"""Supervision as a service the chassis can run."""

from functools import partial
from pathlib import Path

from services.chassis.database.feature_tables import with_tables
from services.chassis.operations.outdated_folds import outdated_gauges
from services.chassis.service.spec import Routers, Service
from services.supervision import answers
from services.supervision.api_described import API
from services.supervision.base.metadata import metadata
from services.supervision.coverage.queries.silence import read_silent_lycees
from services.supervision.exactness.queries.verified import (
    read_differing_coverage,
    read_differing_registries,
)
from services.supervision.menu import NAMED, NAVIGATION
from services.supervision.permissions import PERMISSIONS
from services.supervision.register import REGISTER
from services.supervision.retention import retention
from services.supervision.subscribers import DEPARTMENT, timed

_HERE = Path(__file__).parent


def _routers() -> Routers:
    from services.supervision.api import router as api
    from services.supervision.routers import ROUTERS

    return (api, *ROUTERS)


SERVICE = Service(
    name="supervision",
    title=NAMED.title,
    prefixes=("/departement", "/flux", "/api/supervision"),
    metadata=with_tables(metadata, _HERE),
    register=REGISTER,
    routers=_routers,
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
    answers=answers.answers,
    projections=(DEPARTMENT,),
    timed=timed,
)
