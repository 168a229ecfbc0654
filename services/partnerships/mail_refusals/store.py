"""Where mails are stopped by a link: the address a letter went to, or that of a contact."""

from dataclasses import dataclass
from uuid import UUID

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.companies.store.companies import Companies
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.host_pages.model import OwnSite
from services.partnerships.mail_stops.store import MailStops
from services.partnerships.mailings.store.mailings import Mailings


@dataclass(frozen=True)
class StopLink:
    """What a link that stops mails is about: one letter of many, or a contact."""

    row_id: UUID
    of_contact: bool


@dataclass(frozen=True)
class StopPlace:
    """An address, known by its digest alone, and the site it was written to at."""

    company: str
    mail_digest: str
    site: OwnSite


async def stop_place(uow: UnitOfWork, link: StopLink) -> StopPlace:
    """Where a link stops mails. Raises NotFound once the contact is gone, or has no address."""
    return await (_of_contact if link.of_contact else _of_letter)(uow, link.row_id)


async def _of_letter(uow: UnitOfWork, recipient_id: UUID) -> StopPlace:
    letter = await Mailings(uow).recipient(recipient_id)
    if letter.mail_digest is None or letter.site_id is None:
        raise NotFound
    site = OwnSite(letter.uai, letter.company_id, letter.site_id)
    return StopPlace(letter.company, letter.mail_digest, site)


async def _of_contact(uow: UnitOfWork, contact_id: UUID) -> StopPlace:
    contact = await Contacts(uow).find(contact_id)
    if contact is None or contact.details.mail is None:
        raise NotFound
    company = await Companies(uow).get(contact.company_id)
    return StopPlace(
        company.details.name,
        MailStops(uow).digest(contact.details.mail),
        OwnSite(uow.writing_for(), contact.company_id, contact.site_id),
    )
