"""Commands of shared contacts and of objections: shared, kept alike, no longer shared; recorded, lifted, respected."""

from datetime import date, datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.contacts.model import Contact, ContactDetails
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.contacts.store.corrections import CORRECTIONS
from services.partnerships.sharing.model import (
    InformedToCome,
    NothingLeftToKnowThemBy,
    NothingToKnowThemBy,
    PersonObjected,
    said_of,
)
from services.partnerships.sharing.store import Objections, Sharings


async def follow_contact(uow: UnitOfWork, *, before: ContactDetails, corrected: Contact) -> None:
    """Show a shared contact as it was corrected; one who objected (opposition) still objects.

    Raises NothingLeftToKnowThemBy.
    """
    objections, sharings = Objections(uow), Sharings(uow)
    objection = await objections.of(before)
    if objection is None:
        await sharings.follow(corrected)
        return
    if not await objections.extend(objection, corrected.details):
        raise NothingLeftToKnowThemBy(field="mail")
    await sharings.stop(corrected.id)


CORRECTIONS.add(follow=follow_contact)


async def lift_objection(uow: UnitOfWork, *, objection_id: UUID) -> None:
    """Forget an objection (opposition levée), for all lycées. Raises NotFound."""
    await Objections(uow).lift(objection_id)


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


async def refuse_objected(
    uow: UnitOfWork, *, details: ContactDetails, before: ContactDetails | None = None
) -> None:
    """Raises PersonObjected (opposition), which says since when and what to do.

    `before`: the details are a correction, of which what did not change tells nothing new. Whoever objected
    before may be corrected: the objection follows.
    """
    objections = Objections(uow)
    if before and await objections.of(before):
        return
    objection = await objections.of(details, before=before)
    if objection is not None:
        raise PersonObjected(said_of(objection), field="phone" if objection.by_phone else "mail")


CORRECTIONS.add(refuse=refuse_objected)


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


async def stop_sharing(uow: UnitOfWork, *, contact_id: UUID) -> None:
    """Take a contact back from the network (partage retiré). Raises NotFound."""
    await Contacts(uow).lycee_of(contact_id)
    await Sharings(uow).stop(contact_id)
