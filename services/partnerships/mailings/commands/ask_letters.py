"""The letters of a mail to many companies are asked for, one to each."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import ContactId, MailingId
from contracts.partnerships.mailings import MailingLetterAskedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.base.chunks import in_pieces
from services.partnerships.mailings.model import MailingStatus
from services.partnerships.mailings.store.mailings import Mailings

JOB = "ask_letters"


async def ask_letters(uow: UnitOfWork, *, mailing_id: UUID, now: datetime) -> None:
    """Have each contact written to, unless the mail was cancelled meanwhile. Raises NotFound."""
    mailings = Mailings(uow)
    mailing = await mailings.get(mailing_id, lock=True)
    if mailing.status is not MailingStatus.PLANNED:
        return
    mailing.status = MailingStatus.SENT
    mailing.version += 1
    await mailings.save(mailing)
    today = local_date(now)
    async for piece in in_pieces(await mailings.waiting(mailing_id)):
        for contact_id in piece:
            asked = MailingLetterAskedV1(
                mailing_id=MailingId(mailing_id),
                contact_id=ContactId(contact_id),
                occurred_on=today,
            )
            uow.publish(asked, version=mailing.version, uai=mailing.uai)
