"""The mails that are letters which are followed, among others."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.mails.model.mail import State
from services.notifications.mails.model.recipients import mailing_of
from services.notifications.mails.model.template import Template
from services.notifications.mails.tables import mails


@dataclass(frozen=True)
class Letter:
    """One of them: whose, to whom, where it is and why."""

    uai: Uai
    mailing_id: UUID
    contact_id: UUID
    state: State
    reason: str | None


async def letters_among(uow: UnitOfWork, mail_ids: Collection[UUID]) -> Sequence[Letter]:
    """Those of these mails, in no promised order."""
    if not mail_ids:
        return []
    statement = select(
        mails.c.uai, mails.c.recipient, mails.c.aggregate_id, mails.c.state, mails.c.last_reason
    ).where(mails.c.mail_id.in_(list(mail_ids)), mails.c.template == Template.MAILING)
    found = []
    for row in await uow.execute(statement):
        mailing_id = mailing_of(row.recipient)
        if mailing_id is not None:
            letter = Letter(
                Uai(row.uai), mailing_id, row.aggregate_id, State(row.state), row.last_reason
            )
            found.append(letter)
    return found


@dataclass(frozen=True)
class LoneLetter:
    """A letter to one reader, by the id its owner gave it: whose, where it is and why."""

    uai: Uai
    letter_id: UUID
    state: State
    reason: str | None


async def lone_letters_among(
    uow: UnitOfWork, mail_ids: Collection[UUID], template: Template
) -> Sequence[LoneLetter]:
    """Those of these mails that are of this template, in no promised order."""
    if not mail_ids:
        return []
    statement = select(mails.c.uai, mails.c.aggregate_id, mails.c.state, mails.c.last_reason).where(
        mails.c.mail_id.in_(list(mail_ids)), mails.c.template == template
    )
    return [
        LoneLetter(Uai(row.uai), row.aggregate_id, State(row.state), row.last_reason)
        for row in await uow.execute(statement)
    ]
