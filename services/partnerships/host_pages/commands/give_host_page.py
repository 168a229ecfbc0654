"""A bureau gives a contact the link to the page of its company."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import ContactId, HostPageId
from contracts.partnerships.host_pages import HostPageSentV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.contact_checks.model import ContactWithoutMail
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.host_pages.model import LINK_LASTS, HostPage
from services.partnerships.host_pages.store import HostPages
from services.partnerships.mail_stops.store import MailStops


async def give_host_page(
    uow: UnitOfWork, *, contact_id: UUID, by_mail: bool, now: datetime
) -> UUID:
    """Give a new link (espace de l’entreprise) and return its id; the contact's earlier one ends.

    `by_mail`: it is written to the contact. Raises NotFound, ContactWithoutMail.
    """
    contacts, pages = Contacts(uow), HostPages(uow)
    contact = await contacts.get_for_update(contact_id)
    if by_mail and contact.details.mail is None:
        raise ContactWithoutMail
    lycee = await contacts.lycee_of(contact_id)
    await pages.revoke_of(contact.id, now=now)
    mail = contact.details.mail
    page = HostPage(
        id=uow.new_id(),
        uai=lycee,
        company_id=contact.company_id,
        site_id=contact.site_id,
        contact_id=contact.id,
        mail_digest=MailStops(uow).digest(mail) if mail else None,
        given_at=now,
        expires_at=now + LINK_LASTS,
    )
    await pages.add(page)
    if by_mail:
        sent = HostPageSentV1(
            host_page_id=HostPageId(page.id),
            contact_id=ContactId(contact.id),
            occurred_on=local_date(now),
        )
        uow.publish(sent, uai=lycee)
    return page.id
