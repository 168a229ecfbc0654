"""Cancel what was to be written about something that no longer holds."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.domain.mail import Template
from services.notifications.storage.queue import Mails


async def cancel_mails(
    uow: UnitOfWork,
    *,
    aggregate_id: UUID,
    templates: Sequence[Template],
    reason: str,
    now: datetime,
) -> int:
    """Cancel the mails about an aggregate that have not left (envois annulés).

    Returns how many had not; one that is leaving at this instant may still leave. `reason` is a
    kebab-case code.
    """
    return await Mails(uow).cancel_of(aggregate_id, templates, reason=reason, now=now)
