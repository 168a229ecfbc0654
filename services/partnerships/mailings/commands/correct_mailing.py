"""A bureau says a mail to many companies otherwise before it leaves."""

from uuid import UUID

from contracts.partnerships.companies import InteractionPurpose
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.mailings.model import MailingText
from services.partnerships.mailings.store.mailings import Mailings
from services.partnerships.recipients.store import read_addressees


async def correct_mailing(
    uow: UnitOfWork,
    *,
    mailing_id: UUID,
    version: int,
    text: MailingText,
    purpose: InteractionPurpose,
) -> None:
    """Correct a draft; whom it goes to depends on what it asks.

    Raises NotFound, MailingBegun, StaleVersion, PlaceholderUnknown.
    """
    mailings = Mailings(uow)
    mailing = await mailings.get(mailing_id, lock=True)
    mailing.correct(version, text, purpose)
    await mailings.save(mailing)
    chosen = await mailings.companies_of(mailing_id)
    addressed = await read_addressees(uow, mailing.uai, chosen, solicits=mailing.solicits)
    await mailings.address(mailing, addressed)
