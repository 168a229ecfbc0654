"""A bureau asks a contact whether it can still be reached so."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import ContactCheckId, PlacementId
from contracts.partnerships.companies import ContactCheckAskedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.companies.store.companies import Companies
from services.partnerships.contact_checks.model import (
    ContactCheck,
    ContactWithoutMail,
    Revocation,
)
from services.partnerships.contact_checks.store import ContactChecks
from services.partnerships.contacts.store.contacts import Contacts


async def ask_contact_check(
    uow: UnitOfWork, *, contact_id: UUID, placement_id: UUID | None = None, now: datetime
) -> UUID:
    """Ask by a new link (fiche à confirmer) and return the check's id; an earlier link ends.

    `placement_id` tells for which place; by default that of the earlier link. Raises NotFound,
    ContactWithoutMail.
    """
    contact = await Contacts(uow).get_for_update(contact_id)
    if contact.details.mail is None:
        raise ContactWithoutMail
    lycee = await Contacts(uow).lycee_of(contact_id)
    checks = ContactChecks(uow)
    for earlier in await checks.of_contact(contact.id):
        if earlier.is_pending(now):
            await checks.revoke(earlier.id, Revocation.REPLACED, now=now)
            placement_id = placement_id or earlier.placement_id
    check = ContactCheck(
        uow.new_id(), contact.company_id, contact.site_id, contact.id, placement_id, now
    )
    await checks.add(lycee, check)
    company = await Companies(uow).get(contact.company_id)
    asked = ContactCheckAskedV1(
        contact_check_id=ContactCheckId(check.id),
        site_key=company.site(contact.site_id).key,
        placement_id=PlacementId(placement_id) if placement_id else None,
        occurred_on=local_date(now),
    )
    uow.publish(asked, uai=lycee)
    return check.id
