"""One contact of a company."""

from uuid import UUID

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.contacts.model import Contact
from services.partnerships.contacts.store.contacts import Contacts


async def read_contact(uow: UnitOfWork, company_id: UUID, contact_id: UUID) -> Contact:
    """One of the lycée's contacts at a company. Raises NotFound."""
    for contact in await Contacts(uow).of(company_id):
        if contact.id == contact_id:
            return contact
    raise NotFound
