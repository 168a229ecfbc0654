"""The reminders of tasks that a mail says besides its own."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import or_, select

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.mails.model.recipients import CONCERNED
from services.notifications.mails.model.template import Template
from services.notifications.mails.tables import mails

M = mails.c


async def read_gathered_tasks(
    uow: UnitOfWork, digest_id: UUID, *, recipient: str
) -> Sequence[UUID]:
    """The reminders a mail to somebody says in their place, and those that these said in theirs."""
    # A reminder is one of many people: what another’s says besides is said to them alone.
    theirs = or_(M.recipient == recipient, M.recipient == CONCERNED)
    reminders = select(M.aggregate_id).where(M.template == Template.TASK_DIGEST, theirs)
    own = reminders.where(M.digest_id == digest_id)
    found = await uow.execute(reminders.where(or_(M.digest_id == digest_id, M.digest_id.in_(own))))
    return sorted(set(found.scalars()))
