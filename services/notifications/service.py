"""The notification service as a service the chassis can run."""

from pathlib import Path

from services.chassis.service.spec import Service
from services.notifications.answers import answers
from services.notifications.composing.composer import composer_of
from services.notifications.delivery.outgoing import sending_out
from services.notifications.delivery.outgoing_feed import OUTGOING
from services.notifications.delivery.worker import delivering
from services.notifications.menu import NAMED, NAVIGATION
from services.notifications.pages import mails, outgoing
from services.notifications.permissions import PERMISSIONS
from services.notifications.queries.endpoints import read_outgoing_gauges
from services.notifications.queries.queue import read_mail_gauges
from services.notifications.register import REGISTER
from services.notifications.retention import retention
from services.notifications.storage.metadata import metadata
from services.notifications.subscribers import erasing, reactions

_HERE = Path(__file__).parent


SERVICE = Service(
    name="notifications",
    title=NAMED.title,
    prefixes=("/envois", "/api/notifications"),
    metadata=metadata,
    register=REGISTER,
    routers=(outgoing.router, mails.router),
    permissions=PERMISSIONS,
    retention=retention,
    templates=_HERE / "templates",
    migrations=_HERE / "migrations",
    navigation=NAVIGATION,
    reactions=reactions,
    answers=answers,
    erasing=erasing,
    projections=OUTGOING,
    gauges=(read_mail_gauges, read_outgoing_gauges),
    on_start=(delivering(composer_of), sending_out),
)
