"""The animation of the network as the chassis runs it."""

from pathlib import Path

from services.chassis.service.spec import Service
from services.coordination import api, subscribers
from services.coordination.menu import NAMED, NAVIGATION
from services.coordination.pages import actors, feeds, home, news, proposals
from services.coordination.permissions import (
    PERMISSIONS,
)
from services.coordination.queries.api_described import API
from services.coordination.register import REGISTER
from services.coordination.retention import retention
from services.coordination.storage.metadata import metadata

HERE = Path(__file__).parent
SERVICE = Service(
    name="coordination",
    title=NAMED.title,
    prefixes=("/actualites", "/annuaire", "/api/coordination"),
    metadata=metadata,
    register=REGISTER,
    # Items last: « abonnement » is no item's id.
    routers=(
        feeds.router,
        home.router,
        proposals.router,
        news.router,
        actors.router,
        api.router,
    ),
    permissions=PERMISSIONS,
    api=API,
    retention=retention,
    templates=HERE / "templates",
    migrations=HERE / "migrations",
    navigation=NAVIGATION,
    reactions=subscribers.reactions,
    erasing=subscribers.erasing,
    projections=(subscribers.NEWS,),
)
