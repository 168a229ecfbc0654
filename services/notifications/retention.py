"""How long it is known that a mail was sent; what it said is forgotten after 30 days, hour by hour."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update

from services.chassis.privacy.retention import Retention
from services.chassis.privacy.retention.chassis_rules import aged, keep_the_chassis
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.domain.endpoint import KEPT as SENT_KEPT
from services.notifications.domain.endpoint import REMOVED_KEPT
from services.notifications.storage.mail_tables import mails
from services.notifications.storage.outgoing_tables import deliveries, endpoints

retention = Retention("notifications")
KEPT = timedelta(days=365)

retention.keep(
    aged(
        "mails",
        "Trace des courriels",
        of=mails,
        key="mail_id",
        since="finished_at",
        kept=KEPT,
        period="1 an",
        shared=False,
    )
)
_SENT = aged(
    "deliveries",
    "Messages envoyés vers l’extérieur",
    of=deliveries,
    key="delivery_id",
    since="happened_at",
    kept=SENT_KEPT,
    period="90 jours",
    shared=False,
)


async def _remove_sent(uow: UnitOfWork, ids: Collection[UUID], now: datetime) -> Collection[UUID]:
    """What goes does not come back when a stream is filled anew, to be sent a second time."""
    gone = await _SENT.remove(uow, ids, now)
    too_early = endpoints.c.sent_since < now - SENT_KEPT
    await uow.execute(update(endpoints).where(too_early).values(sent_since=now - SENT_KEPT))
    return gone


retention.keep(replace(_SENT, remove=_remove_sent))
retention.keep(
    aged(
        "endpoints",
        "Destinations extérieures supprimées",
        of=endpoints,
        key="endpoint_id",
        since="removed_at",
        kept=REMOVED_KEPT,
        period="30 jours",
        shared=False,
    )
)
keep_the_chassis(retention)
