"""A person tells a bureau that they object."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.sharing.model import NothingToKnowThemBy
from services.partnerships.sharing.store import Objections, Sharings


async def record_objection(uow: UnitOfWork, *, contact_id: UUID, now: datetime) -> UUID | None:
    """Honour an objection (opposition) in all lycées from now on; what undoes it.

    None when it was noted before: whoever says it again undoes nothing of what another noted. The contact is one's own, or shared by another lycée. Raises NotFound, NothingToKnowThemBy.
    """
    contact = await Contacts(uow).find(contact_id)
    details = contact.details if contact else await Sharings(uow).find(contact_id)
    objections = Objections(uow)
    if await objections.of(details):
        return None
    objection_id = await objections.record(details, local_date(now))
    if objection_id is None:
        raise NothingToKnowThemBy
    return objection_id
