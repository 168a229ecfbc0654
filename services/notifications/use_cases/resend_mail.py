"""Send a mail again that failed, or that the recipient does not find."""

from datetime import datetime

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.domain.mail import RESENDABLE, MailId, MailNotFinished
from services.notifications.storage.queue import Mails
from services.notifications.use_cases.tell_letters import tell_letters


async def resend_mail(uow: UnitOfWork, *, mail_id: MailId, now: datetime) -> None:
    """Queue a mail again that left or failed (renvoyer). Raises NotFound, MailNotFinished.

    It is composed anew, with today's address, and keeps its Message-ID.
    """
    if not await Mails(uow).queue_again(mail_id, states=RESENDABLE, now=now):
        raise MailNotFinished
    await tell_letters(uow, mail_ids=[mail_id], now=now)
