"""A bureau gives up a mail to many companies that it only drafted."""

from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.mailings.model import MailingStatus
from services.partnerships.mailings.store.mailings import Mailings


async def drop_mailing(uow: UnitOfWork, *, mailing_id: UUID) -> None:
    """Forget it (courriel abandonné); one that was confirmed is left as it is. Raises NotFound."""
    mailings = Mailings(uow)
    mailing = await mailings.get(mailing_id, lock=True)
    if mailing.status is MailingStatus.DRAFT:
        await mailings.remove(mailing_id)
