"""What was told of an appointment before, read from the mails themselves."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.calendar_invitations.model import EarlierMail, Method
from services.notifications.mails.model.mail import State
from services.notifications.mails.model.template import Template
from services.notifications.mails.tables import mails

M = mails.c
WITHOUT = (Template.ACTION_REMINDER,)
"""Mails about an appointment that put nothing into a calendar."""


async def read_earlier_mails(
    uow: UnitOfWork, about: UUID, *, recipient: str, but: UUID | None = None
) -> Sequence[EarlierMail]:
    """The mails to a recipient about an appointment that put something into a calendar, or will; all but one."""
    statement = select(
        *(M.mail_id, M.state, M.queued_at, M.may_have_left, M.calendar_out, M.last_reason),
        *(M.calendar_method, M.calendar_sequence, M.calendar_facts),
        M.contact_id,
    ).where(
        M.aggregate_id == about,
        M.recipient == recipient,
        M.template.not_in([one.value for one in WITHOUT]),
    )
    return [
        EarlierMail(
            mail_id=row.mail_id,
            state=State(row.state),
            queued_at=row.queued_at,
            may_have_left=row.may_have_left,
            out=row.calendar_out,
            reason=row.last_reason,
            method=Method(row.calendar_method) if row.calendar_method else None,
            sequence=row.calendar_sequence,
            facts=row.calendar_facts,
            contact_id=row.contact_id,
        )
        for row in await uow.execute(statement)
        if row.mail_id != but
    ]
