"""Have a mail sent: asked once or ten times for the same cause, it is one mail."""

from datetime import datetime
from uuid import UUID

from services.chassis.observability import tracing
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.domain.mail import Template, checked_recipient
from services.notifications.storage.queue import Mails


async def enqueue_mail(
    uow: UnitOfWork,
    *,
    template: Template,
    recipient: str,
    cause: UUID,
    aggregate_id: UUID,
    now: datetime,
) -> None:
    """Queue a mail of the lycée written for (courriel à envoyer), unless it was queued before.

    `recipient` is a role or an id, `cause` the event or letter it answers, `aggregate_id` what
    it is about: what is asked when it leaves, and cancelled by. Raises RecipientNotOpaque.
    """
    await Mails(uow).add(
        template=template,
        recipient=checked_recipient(recipient),
        cause=cause,
        aggregate_id=aggregate_id,
        traceparent=tracing.traceparent(),
        now=now,
    )
