"""Cancel one mail by hand."""

from datetime import datetime

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.domain.mail import MailAlreadyFinished, MailId
from services.notifications.storage.queue import Mails
from services.notifications.use_cases.tell_letters import tell_letters

REASON = "cancelled-by-hand"


async def cancel_mail(uow: UnitOfWork, *, mail_id: MailId, now: datetime) -> None:
    """Cancel a mail that has not left (envoi annulé). Raises NotFound, MailAlreadyFinished."""
    if not await Mails(uow).cancel(mail_id, reason=REASON, now=now):
        raise MailAlreadyFinished(state=await Mails(uow).state_of(mail_id))
    await tell_letters(uow, mail_ids=[mail_id], now=now)
