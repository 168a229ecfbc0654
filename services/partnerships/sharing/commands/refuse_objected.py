"""Somebody types a contact who asked not to be contacted."""

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.contacts.store.corrections import CORRECTIONS
from services.partnerships.sharing.model import PersonObjected, said_of
from services.partnerships.sharing.store import Objections


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
