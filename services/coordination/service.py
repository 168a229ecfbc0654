"""The animation of the network as the chassis runs it."""

from pathlib import Path

from services.chassis.database.feature_tables import with_tables
from services.chassis.service.spec import Routers, Service
from services.coordination import answers, subscribers
from services.coordination.api_described import API
from services.coordination.base.metadata import metadata
from services.coordination.menu import NAMED, NAVIGATION
from services.coordination.permissions import (
    PERMISSIONS,
)
from services.coordination.register import REGISTER
from services.coordination.retention import retention

HERE = Path(__file__).parent


def _routers() -> Routers:
    from services.coordination.routers import ROUTERS

    return ROUTERS


SERVICE = Service(
    name="coordination",
    title=NAMED.title,
    prefixes=(
        *("/actualites", "/reseau", "/annuaire", "/appuis", "/comites", "/pratiques"),
        *("/campagnes", "/objectifs", "/grands-comptes", "/prise-de-poste", "/signaux", "/offre"),
        *(
            "/besoin",
            "/mon-besoin",
            "/besoin-confie",
            "/besoins",
            "/besoins-confies",
            "/api/coordination",
        ),
    ),
    metadata=with_tables(metadata, HERE),
    register=REGISTER,
    routers=_routers,
    permissions=PERMISSIONS,
    api=API,
    retention=retention,
    templates=HERE / "templates",
    migrations=HERE / "migrations",
    navigation=NAVIGATION,
    reactions=subscribers.reactions,
    timed=subscribers.timed,
    answers=answers.answers,
    erasing=subscribers.erasing,
    projections=(subscribers.NEWS,),
)
