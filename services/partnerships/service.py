"""The partnership registry as the chassis runs it."""

from pathlib import Path

from services.chassis.database.feature_tables import with_tables
from services.chassis.service.spec import OnStart, Routers, Service
from services.partnerships import answers, registrations, subscribers
from services.partnerships.base.tables import metadata
from services.partnerships.menu import NAMED, NAVIGATION
from services.partnerships.permissions import (
    PERMISSIONS,
)
from services.partnerships.public_api.description import API
from services.partnerships.register import REGISTER
from services.partnerships.retention import retention

HERE = Path(__file__).parent
# Loaded for what they register; see there.
_LOADED = registrations.REGISTRATIONS


def _routers() -> Routers:
    from services.partnerships.routers import ROUTERS

    return ROUTERS


def _on_start() -> tuple[OnStart, ...]:
    from services.partnerships.company_words.jobs import first_uses
    from services.partnerships.drop_box.jobs import drop_box

    return (drop_box, first_uses)


SERVICE = Service(
    name="partnerships",
    title=NAMED.title,
    prefixes=(
        *("/entreprises", "/fiche", "/espace-entreprise", "/espace-professeur"),
        *("/semaine", "/recherche", "/api/partnerships"),
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
    answers=answers.answers,
    timed=subscribers.timed,
    erasing=subscribers.erasing,
    on_start=_on_start,
)
