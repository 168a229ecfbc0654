"""Everything of a contact goes from the lycée's own tables."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.person_traces import PERSON_TRACES
from services.partnerships.contacts.store.contacts import Contacts


async def forget_contact(uow: UnitOfWork, *, contact_id: UUID, now: datetime) -> None:
    """Have every feature forget the contact, then remove it. Raises NotFound."""
    contact = await Contacts(uow).get_for_update(contact_id)
    await PERSON_TRACES.forget_contact(uow, contact_id=contact.id, named=contact.named, now=now)
    await Contacts(uow).remove(contact.id)
