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
    from services.coordination import api
    from services.coordination.actors import pages as actors
    from services.coordination.feeds import pages as feeds
    from services.coordination.news.pages import home_parts, news, pictures, proposals
    from services.coordination.public_news import pages as public_news
    from services.coordination.support_requests import pages as support_requests

    return (
        feeds.router,
        home_parts.router,
        proposals.router,
        pictures.router,
        public_news.router,
        # Items last: « abonnement » is no item's id.
        news.router,
        actors.router,
        support_requests.router,
        api.router,
    )


SERVICE = Service(
    name="coordination",
    title=NAMED.title,
    prefixes=("/actualites", "/reseau", "/annuaire", "/appuis", "/api/coordination"),
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
    erasing=subscribers.erasing,
    projections=(subscribers.NEWS,),
)
