"""Commands of notices: told, over, read, gathered."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from contracts.envelope import Envelope
from contracts.event import Event
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.mails.commands import cancel_mails, enqueue_digests, enqueue_mail
from services.notifications.mails.model.digest import Digest
from services.notifications.mails.model.reasons import OVER
from services.notifications.mails.model.recipients import CONCERNED
from services.notifications.mails.model.template import Template
from services.notifications.mails.store.mornings import (
    gather_into,
    take_waiting,
)
from services.notifications.notice_kinds.model.rhythm import week_begun_at
from services.notifications.notice_rules.model.endings import ended_by
from services.notifications.notice_rules.model.rules import told_by
from services.notifications.notices.store.notices import Notices
from services.notifications.rests.model import NOBODY_AWAY, PARIS, digest_leaves_at
from services.notifications.rests.store import Rests


async def tell_of(uow: UnitOfWork, *, event: Event, envelope: Envelope) -> None:
    """Do what the rules say of an event: what it ends is over, what it tells is told."""
    for ending in ended_by(event):
        thing = ending.thing(event)
        # Mails first: what is being told at this instant is waited for, and then over as well.
        await cancel_mails(uow, aggregate_id=thing, templates=ending.ends, reason=OVER, now=uow.now)
        await Notices(uow).end(thing, ending.ends, now=uow.now)
    for rule in told_by(event, uow.now.astimezone(PARIS).date()):
        await enqueue_mail(
            uow,
            template=rule.tells,
            recipient=CONCERNED,
            cause=envelope.id,
            aggregate_id=rule.thing(event),
            now=uow.now,
        )


async def gather_notices(uow: UnitOfWork, *, now: datetime) -> int:
    """Have what waits for a morning, or a Monday, leave as one mail each (courriel du matin).

    Tasks that are due are in it; an older one that has not left is said by it. Returns how many
    mails. A morning that was missed is made up for by the next one.
    """
    gathered = await Notices(uow).gather(week_begun_at=week_begun_at(now), now=now)
    digests = {(uai, account_id): digest_id for uai, account_id, digest_id in gathered}
    waiting = await take_waiting(uow)
    for one in waiting:
        if one.template is Template.TASK_DIGEST:
            digests.setdefault((one.uai, one.account_id), uow.new_id())
    for (uai, account_id), digest_id in digests.items():
        said = [one for one in waiting if (one.uai, one.account_id) == (uai, account_id)]
        if said:
            await gather_into(uow, digest_id, said, now=now)
            await Notices(uow).regather([one.about for one in said], digest_id)
    rests = await Rests(uow).of({account_id for _, account_id in digests})
    leaving = [
        Digest(uai, account_id, digest_id, digest_leaves_at(now, rest=rest))
        for (uai, account_id), digest_id in digests.items()
        for rest in [rests.get(account_id, NOBODY_AWAY)]
    ]
    await enqueue_digests(uow, digests=leaving, now=now)
    return len(digests)


async def read_notices(
    uow: UnitOfWork,
    *,
    account_id: UUID,
    notice_ids: Collection[UUID] | None = None,
    now: datetime,
) -> int:
    """Have an account have read these of its notices, or all (avis lus).

    Returns how many it had not. What is of somebody else stays as it is.
    """
    return await Notices(uow).mark_read(account_id, notice_ids, now=now)


async def unread_notices(
    uow: UnitOfWork,
    *,
    account_id: UUID,
    notice_id: UUID | None = None,
    read_at: datetime | None = None,
    now: datetime,  # noqa: ARG001  every use case is given it
) -> int:
    """Take back that an account read one of its notices, or those it read at that instant."""
    return await Notices(uow).mark_unread(account_id, notice_id=notice_id, read_at=read_at)
