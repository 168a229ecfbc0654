"""What the network knows of a contact follows the contact's correction."""

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.contacts.model import Contact, ContactDetails
from services.partnerships.contacts.store.corrections import CORRECTIONS
from services.partnerships.sharing.model import NothingLeftToKnowThemBy
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
