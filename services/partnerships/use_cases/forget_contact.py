"""Everything of a contact goes from the lycée's own tables."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.domain.contact_check import Revocation
from services.partnerships.storage.brought import BroughtThings
from services.partnerships.storage.contact_checks import ContactChecks
from services.partnerships.storage.contacts import Contacts
from services.partnerships.storage.import_traces import ImportTraces
from services.partnerships.storage.partnerships import Partnerships


async def forget_contact(uow: UnitOfWork, *, contact_id: UUID, now: datetime) -> None:
    """End its links, empty the lines of lists that tell of it, remove it. Raises NotFound."""
    contact = await Contacts(uow).get_for_update(contact_id)
    checks = ContactChecks(uow)
    for one in await checks.of_contact(contact.id):
        if one.is_pending(now):
            await checks.revoke(one.id, Revocation.CONTACT_GONE, now=now)
    await checks.forget_contact(contact.id)
    await Partnerships(uow).forget_signatory(contact.id)
    await Contacts(uow).remove(contact.id)
    await ImportTraces(uow).forget(contact.named)
    await BroughtThings(uow).forget(contact.named)
