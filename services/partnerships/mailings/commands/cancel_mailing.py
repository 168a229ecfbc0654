"""A bureau keeps what has not left of a mail to many companies from leaving."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import MailingId
from contracts.partnerships.mailings import MailingCancelledV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.mailings.model import MailingStatus
from services.partnerships.mailings.store.mailings import Mailings


async def cancel_mailing(uow: UnitOfWork, *, mailing_id: UUID, now: datetime) -> None:
    """Cancel it (courriel annulé): what is leaving at this instant may leave, and is told then.

    Raises NotFound, MailingNotBegun.
    """
    mailings = Mailings(uow)
    mailing = await mailings.get(mailing_id, lock=True)
    asked = mailing.status is MailingStatus.SENT
    if not mailing.cancel(now):
        return
    await mailings.save(mailing)
    await mailings.cancel_waiting(mailing_id, now)
    if asked:
        cancelled = MailingCancelledV1(
            mailing_id=MailingId(mailing_id), occurred_on=local_date(now)
        )
        uow.publish(cancelled, version=mailing.version, uai=mailing.uai)
