"""The notification service as a service the chassis can run."""

from pathlib import Path

from services.chassis.database.feature_tables import with_tables
from services.chassis.service.spec import OnStart, Routers, Service
from services.notifications.answers import answers
from services.notifications.base.metadata import metadata
from services.notifications.delivery.queries import read_mail_gauges
from services.notifications.endpoints.queries import read_outgoing_gauges
from services.notifications.menu import NAMED, NAVIGATION
from services.notifications.notices.jobs import timed
from services.notifications.outgoing.jobs.feed import OUTGOING
from services.notifications.permissions import PERMISSIONS
from services.notifications.register import REGISTER
from services.notifications.retention import retention
from services.notifications.subscribers import erasing, reactions

_HERE = Path(__file__).parent


def _routers() -> Routers:
    from services.notifications.choices import pages as settings
    from services.notifications.desk.pages import mails
    from services.notifications.endpoints import pages as outgoing
    from services.notifications.notices.pages import bell, centre
    from services.notifications.previews import pages as previews

    return (
        outgoing.router,
        previews.router,
        mails.router,
        bell.router,
        centre.router,
        settings.router,
    )


def _on_start() -> tuple[OnStart, ...]:
    from services.notifications.composition.queries.composer import composer_of
    from services.notifications.delivery.jobs.worker import delivering
    from services.notifications.outgoing.jobs.sender import sending_out
    from services.notifications.returns.jobs import taking_returns

    return delivering(composer_of), sending_out, taking_returns


SERVICE = Service(
    name="notifications",
    title=NAMED.title,
    prefixes=("/envois", "/avis", "/api/notifications"),
    metadata=with_tables(metadata, _HERE),
    register=REGISTER,
    routers=_routers,
    permissions=PERMISSIONS,
    retention=retention,
    templates=_HERE / "templates",
    migrations=_HERE / "migrations",
    navigation=NAVIGATION,
    reactions=reactions,
    answers=answers,
    erasing=erasing,
    timed=timed,
    projections=OUTGOING,
    gauges=(read_mail_gauges, read_outgoing_gauges),
    on_start=_on_start,
)
