"""How long it is known that a mail was sent; what it said is forgotten after 30 days, hour by hour."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Table, delete, select, update

from services.chassis.privacy.retention import Due, Retention, Rule
from services.chassis.privacy.retention.chassis_rules import aged, keep_the_chassis
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.choices.tables import notice_choices
from services.notifications.endpoints.model.endpoint import KEPT as SENT_KEPT
from services.notifications.endpoints.model.endpoint import REMOVED_KEPT
from services.notifications.endpoints.tables import deliveries, endpoints
from services.notifications.mails.tables import mail_subjects, mails
from services.notifications.notices.tables import notices
from services.notifications.rests.tables import rests

retention = Retention("notifications")
KEPT = timedelta(days=365)
NOTICES_KEPT = timedelta(days=90)
CHOICES_KEPT = timedelta(days=730)

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
retention.keep(
    aged(
        "mail_subjects",
        "Ce dont parlent les courriels à l’accueil",
        of=mail_subjects,
        key="aggregate_id",
        since="noted_at",
        kept=KEPT,
        period="1 an",
        shared=False,
    )
)
retention.keep(
    aged(
        "notices",
        "Avis",
        of=notices,
        key="notice_id",
        since="told_at",
        kept=NOTICES_KEPT,
        period="90 jours",
        shared=False,
    )
)


def _of_people_gone(table: Table, title: str) -> Rule:
    """What people chose long ago who are told nothing any more."""
    told = select(notices.c.notice_id).where(notices.c.account_id == table.c.account_id)

    async def left(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]:
        old = table.c.chosen_at < now - CHOICES_KEPT
        found = await uow.execute(
            select(table.c.account_id).distinct().where(old, ~told.exists()).limit(limit)
        )
        return [Due(account_id) for account_id in found.scalars()]

    async def remove(uow: UnitOfWork, ids: Collection[UUID], now: datetime) -> Collection[UUID]:
        those = table.c.account_id.in_(list(ids))
        old = table.c.chosen_at < now - CHOICES_KEPT
        gone = delete(table).where(those, old).returning(table.c.account_id)
        return set((await uow.execute(gone)).scalars())

    return Rule(table.name, title, "2 ans sans avis", left, remove, shared=True)


retention.keep(_of_people_gone(notice_choices, "Réglages des avis de personnes parties"))
retention.keep(_of_people_gone(rests, "Heures et absences de personnes parties"))
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
