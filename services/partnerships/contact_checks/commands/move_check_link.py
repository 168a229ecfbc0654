"""The link of a check follows the address of its contact."""

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.contact_checks.commands.ask_contact_check import ask_contact_check
from services.partnerships.contact_checks.commands.cancel_contact_check import cancel_contact_check
from services.partnerships.contact_checks.store import ContactChecks
from services.partnerships.contacts.model import Contact
from services.partnerships.contacts.store.corrections import CORRECTIONS


async def move_check_link(
    uow: UnitOfWork,
    *,
    contact: Contact,
    by_contact: bool,  # noqa: ARG001  whoever corrects a contact says it to every feature
) -> None:
    """Ask again at the right address what was asked at another one; without one, ask nothing more."""
    checks = await ContactChecks(uow).of_contact(contact.id)
    if not any(one.is_pending(uow.now) for one in checks):
        return
    if contact.details.mail:
        await ask_contact_check(uow, contact_id=contact.id, now=uow.now)
    else:
        await cancel_contact_check(uow, contact_id=contact.id, now=uow.now)


CORRECTIONS.add(move=move_check_link)
