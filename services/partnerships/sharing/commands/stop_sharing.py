"""A bureau shows a contact to nobody else any more."""

from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.sharing.store import Sharings


async def stop_sharing(uow: UnitOfWork, *, contact_id: UUID) -> None:
    """Take a contact back from the network (partage retiré). Raises NotFound."""
    await Contacts(uow).lycee_of(contact_id)
    await Sharings(uow).stop(contact_id)
