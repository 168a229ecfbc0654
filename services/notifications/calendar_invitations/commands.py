"""Commands of an invitation: a mail about it is queued, in the place of those that have not left."""

from datetime import datetime, timedelta
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.calendar_invitations.store import read_earlier_mails
from services.notifications.mails.commands import cancel_mails, enqueue_mail
from services.notifications.mails.model.mail import WAITING
from services.notifications.mails.model.reasons import SETTLED
from services.notifications.mails.model.recipients import HOST
from services.notifications.mails.model.template import Template
from services.notifications.rests.model import leaves_at

PATIENCE = timedelta(minutes=10)
"""A slip is taken back before anybody is told, and two changes are one mail."""
COMES = (
    *(Template.ACTION_NOTED, Template.ACTION_MOVED),
    *(Template.VISIT_PLANNED, Template.VISIT_MOVED),
)
OFF = (Template.ACTION_CALLED_OFF, Template.VISIT_CALLED_OFF)


async def enqueue_invitation(
    uow: UnitOfWork,
    *,
    template: Template,
    cause: UUID,
    invite_id: UUID,
    recipient: str = HOST,
    now: datetime,
) -> None:
    """Queue a mail about an appointment (invitation d’agenda), unless one that waits says it all.

    It says what is known when it leaves; what was to be said before and no longer is does not leave.
    """
    reminder = template is Template.ACTION_REMINDER
    if not reminder:
        coming = template in COMES
        over = OFF if coming else (*COMES, Template.ACTION_REMINDER)
        await cancel_mails(uow, aggregate_id=invite_id, templates=over, reason=SETTLED, now=now)
        others = await read_earlier_mails(uow, invite_id, recipient=recipient)
        if any(one.state in WAITING and not one.may_have_left for one in others):
            return
    await enqueue_mail(
        uow,
        template=template,
        recipient=recipient,
        cause=cause,
        aggregate_id=invite_id,
        leaves_at=leaves_at(now, urgent=False) if reminder else now + PATIENCE,
        now=now,
    )
