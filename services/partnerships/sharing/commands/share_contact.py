"""A bureau shows one of its contacts to the network."""

from datetime import date, datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.sharing.commands.refuse_objected import refuse_objected
from services.partnerships.sharing.model import InformedToCome
from services.partnerships.sharing.store import Sharings


async def share_contact(
    uow: UnitOfWork, *, contact_id: UUID, informed_on: date, now: datetime
) -> None:
    """Share a contact (contact partagé) once the person was told; who shares it is kept.

    Raises NotFound, InformedToCome, PersonObjected.
    """
    contacts = Contacts(uow)
    contact = await contacts.get_for_update(contact_id)
    if informed_on > local_date(now):
        raise InformedToCome(field="informed_on")
    await refuse_objected(uow, details=contact.details)
    lycee = await contacts.lycee_of(contact_id)
    await Sharings(uow).share(lycee, contact, informed_on, local_date(now))
