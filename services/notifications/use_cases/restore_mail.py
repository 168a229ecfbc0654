"""Undo the cancellation of a mail."""

from datetime import datetime

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.domain.mail import MailId, MailNotCancelled, State
from services.notifications.storage.queue import Mails
from services.notifications.use_cases.tell_letters import tell_letters


async def restore_mail(uow: UnitOfWork, *, mail_id: MailId, now: datetime) -> None:
    """Queue a cancelled mail again (annulation retirée). Raises NotFound, MailNotCancelled.

    Whether its cause still stands is looked at when it leaves.
    """
    if not await Mails(uow).queue_again(mail_id, states=[State.CANCELLED], now=now):
        raise MailNotCancelled
    await tell_letters(uow, mail_ids=[mail_id], now=now)
