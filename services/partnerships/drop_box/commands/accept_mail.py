"""Somebody answers for a mail nobody vouched for."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.drop_box.commands.note_mail import note_mail
from services.partnerships.drop_box.model.waiting_mail import WaitingMail
from services.partnerships.drop_box.store import Drops


async def accept_mail(
    uow: UnitOfWork, *, mail_id: UUID, account_id: UUID, now: datetime
) -> Sequence[UUID]:
    """Note it with each company whose contacts it names (courriel accepté), and return these.

    Raises NotFound: for a mail that names none any more too, which then still waits.
    """
    drops = Drops(uow)
    mail = await drops.take(mail_id, account_id)
    waiting = WaitingMail(mail.text or "", mail.occurred_on)
    companies = await note_mail(uow, uai=mail.uai, mail=waiting, now=now)
    if not companies:
        raise NotFound
    await drops.close(mail_id, noted=True, now=now)
    return companies
