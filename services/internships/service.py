"""The internship tracker as a service the chassis can run."""

from pathlib import Path

from services.chassis.database.feature_tables import with_tables
from services.chassis.service.spec import Routers, Service
from services.internships.answers import answers
from services.internships.base.api_examples import API
from services.internships.base.metadata import metadata
from services.internships.menu import NAMED, NAVIGATION
from services.internships.permissions import (
    PERMISSIONS,
)
from services.internships.register import REGISTER
from services.internships.retention import retention
from services.internships.subscribers import erasing, reactions, timed

_HERE = Path(__file__).parent


def _routers() -> Routers:
    from services.internships.calendars.api import router as period_api
    from services.internships.class_places.pages import router as class_places
    from services.internships.desk.pages.home import router as desk
    from services.internships.head_signatures.pages import router as head_signatures
    from services.internships.placements.api import router as placement_api
    from services.internships.routers import ROUTERS
    from services.internships.ruptures.api import router as end_api

    return (period_api, placement_api, end_api, *ROUTERS, class_places, head_signatures, desk)


SERVICE = Service(
    name="internships",
    title=NAMED.title,
    # What the search of everything finds here is below its page, where its words are known.
    prefixes=(
        *("/pfmp", "/ma-pfmp", "/suivi-pfmp", "/accueil-pfmp", "/famille-pfmp"),
        *("/recherche/eleves", "/api/internships"),
    ),
    metadata=with_tables(metadata, _HERE),
    register=REGISTER,
    routers=_routers,
    permissions=PERMISSIONS,
    api=API,
    retention=retention,
    templates=_HERE / "templates",
    migrations=_HERE / "migrations",
    navigation=NAVIGATION,
    reactions=reactions,
    answers=answers,
    timed=timed,
    erasing=erasing,
)
