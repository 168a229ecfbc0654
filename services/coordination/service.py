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
    from services.coordination.committee_desk.pages import committees, meetings
    from services.coordination.committees.pages import committees as committee_forms
    from services.coordination.committees.pages import members, stop
    from services.coordination.decisions.pages import decisions
    from services.coordination.decisions.pages import home_parts as decision_parts
    from services.coordination.feeds import pages as feeds
    from services.coordination.meetings import pages as meeting_forms
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
        stop.router,
        committee_forms.router,
        members.router,
        meeting_forms.router,
        meetings.router,
        decision_parts.router,
        decisions.router,
        # One committee last: « decisions » is no committee's id.
        committees.router,
        api.router,
    )


SERVICE = Service(
    name="coordination",
    title=NAMED.title,
    prefixes=("/actualites", "/reseau", "/annuaire", "/appuis", "/comites", "/api/coordination"),
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
