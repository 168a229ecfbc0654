"""The notification service as a service the chassis can run."""

from pathlib import Path

from services.chassis.identity import Role
from services.chassis.runtime import Runtime
from services.chassis.service import NavItem, Service
from services.notifications.composing.composer import Composer
from services.notifications.delivery.worker import delivering
from services.notifications.pages import mails
from services.notifications.permissions import PERMISSIONS
from services.notifications.queries.queue import read_mail_gauges
from services.notifications.storage.tables import metadata
from services.notifications.subscribers import reactions

_HERE = Path(__file__).parent


def _composer(runtime: Runtime) -> Composer:
    return Composer(runtime.ask, runtime.settings.public_url, runtime.settings.demonstration)


SERVICE = Service(
    name="notifications",
    title="Courriels",
    prefixes=("/envois", "/api/notifications"),
    metadata=metadata,
    routers=(mails.router,),
    permissions=PERMISSIONS,
    templates=_HERE / "templates",
    migrations=_HERE / "migrations",
    navigation=(NavItem("Envois", "/envois", frozenset({Role.RBDE, Role.HEAD})),),
    reactions=reactions,
    gauges=(read_mail_gauges,),
    on_start=(delivering(_composer),),
)
