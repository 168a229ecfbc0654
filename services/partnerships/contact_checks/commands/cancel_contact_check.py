"""A bureau no longer wants the answer it asked for."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.contact_checks.model import CheckNotPending, Revocation
from services.partnerships.contact_checks.store import ContactChecks
from services.partnerships.contacts.store.contacts import Contacts


async def cancel_contact_check(uow: UnitOfWork, *, contact_id: UUID, now: datetime) -> None:
    """End the link a contact was sent; a mail that has not left never will.

    Raises NotFound, CheckNotPending.
    """
    await Contacts(uow).get_for_update(contact_id)
    checks = ContactChecks(uow)
    pending = [one for one in await checks.of_contact(contact_id) if one.is_pending(now)]
    if not pending:
        raise CheckNotPending
    for one in pending:
        await checks.revoke(one.id, Revocation.CANCELLED, now=now)
