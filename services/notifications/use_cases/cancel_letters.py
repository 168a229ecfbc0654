"""Cancel what has not left of a mail to many companies."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.domain.reasons import WITHDRAWN_BY_ITS_AUTHOR
from services.notifications.domain.recipients import reader_of
from services.notifications.storage.queue import Mails
from services.notifications.use_cases.tell_letters import tell_letters


async def cancel_letters(uow: UnitOfWork, *, mailing_id: UUID, now: datetime) -> None:
    """Cancel its letters (envois annulés); one that is leaving at this instant may still leave."""
    cancelled = await Mails(uow).cancel_to(
        reader_of(mailing_id), reason=WITHDRAWN_BY_ITS_AUTHOR, now=now
    )
    await tell_letters(uow, mail_ids=cancelled, now=now)
