"""Mails that another one says in their place: tasks in the mail of the morning, a digest in a newer one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import null, select, update

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.mails.model.mail import WAITING, MailId, State
from services.notifications.mails.model.reasons import GATHERED
from services.notifications.mails.model.recipients import CONCERNED, account, account_of
from services.notifications.mails.model.template import Template
from services.notifications.mails.tables import mails

M = mails.c


@dataclass(frozen=True)
class WaitingMail:
    """A mail of a morning that has not left, and of which no copy may be out."""

    uai: Uai
    mail_id: MailId
    template: Template
    account_id: UUID
    about: UUID


async def take_waiting(uow: UnitOfWork) -> Sequence[WaitingMail]:
    """The reminders of tasks and the digests that wait, for one person each, to be said in another."""
    mornings = (Template.TASK_DIGEST, Template.NOTICE_DIGEST)
    statement = (
        select(M.uai, M.mail_id, M.template, M.recipient, M.aggregate_id)
        .where(*_untouched(), M.template.in_(mornings), M.recipient != CONCERNED)
        .order_by(M.uai, M.mail_id)
        .with_for_update()
    )
    return [
        WaitingMail(
            Uai(row.uai), MailId(row.mail_id), Template(row.template), account_id, row.aggregate_id
        )
        for row in await uow.execute(statement)
        if (account_id := account_of(row.recipient))
    ]


async def gather_into(
    uow: UnitOfWork, digest_id: UUID, those: Collection[WaitingMail], *, now: datetime
) -> None:
    """Have a digest say these mails, and what they said in the place of others."""
    older = [one.about for one in those if one.template is Template.NOTICE_DIGEST]
    await _replaced(uow, digest_id, [M.mail_id.in_([one.mail_id for one in those])], now)
    await uow.execute(update(mails).where(M.digest_id.in_(older)).values(digest_id=digest_id))


async def gather_reminders(uow: UnitOfWork, reminder_id: UUID, *, now: datetime) -> None:
    """Have a reminder of the lycée’s tasks say the older ones of which nobody was told yet."""
    unsaid = (
        M.uai == uow.writing_for(),
        M.template == Template.TASK_DIGEST,
        M.recipient == CONCERNED,
        M.aggregate_id != reminder_id,
    )
    older = select(M.aggregate_id).where(*_untouched(), *unsaid).with_for_update()
    found = list((await uow.execute(older)).scalars())
    if found:
        waiting = (*_untouched(), *unsaid, M.aggregate_id.in_(found))
        await _replaced(uow, reminder_id, waiting, now)
        await uow.execute(update(mails).where(M.digest_id.in_(found)).values(digest_id=reminder_id))


async def move_digests(uow: UnitOfWork, account_id: UUID, *, to: datetime) -> None:
    """Have the digests that wait for somebody leave at that instant."""
    await uow.execute(
        update(mails)
        .where(
            *_untouched(),
            M.template == Template.NOTICE_DIGEST,
            M.recipient == account(account_id),
        )
        .values(next_attempt_at=to)
    )


async def let_go(uow: UnitOfWork, digest_id: UUID, *, now: datetime) -> None:
    """Have the newest reminder of tasks a digest was to say leave by itself; it says the older ones."""
    theirs = (
        M.digest_id == digest_id,
        M.template == Template.TASK_DIGEST,
        M.state == State.CANCELLED,
    )
    newest = select(M.mail_id, M.aggregate_id).where(*theirs)
    found = await uow.execute(newest.order_by(M.queued_at.desc(), M.mail_id.desc()).limit(1))
    if (reminder := found.one_or_none()) is None:
        return
    older = update(mails).where(*theirs, M.mail_id != reminder.mail_id)
    await uow.execute(older.values(digest_id=reminder.aggregate_id))
    await uow.execute(
        update(mails)
        .where(M.mail_id == reminder.mail_id)
        .values(
            state=State.QUEUED,
            next_attempt_at=now,
            finished_at=null(),
            last_reason=null(),
            digest_id=null(),
        )
    )


async def _replaced(
    uow: UnitOfWork, digest_id: UUID, which: Collection[Any], now: datetime
) -> None:
    await uow.execute(
        update(mails)
        .where(*which)
        .values(state=State.CANCELLED, finished_at=now, last_reason=GATHERED, digest_id=digest_id)
    )


def _untouched() -> tuple[Any, ...]:
    return (M.state.in_(WAITING), ~M.may_have_left, M.cancel_asked_at.is_(None))
