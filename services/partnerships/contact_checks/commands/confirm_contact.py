"""A contact confirms, by the link it was sent, how it can be reached."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from contracts.identifiers import ContactCheckId
from contracts.partnerships.companies import ContactCheckedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.companies.store.companies import Companies
from services.partnerships.contact_checks.model import CheckState, LinkOver
from services.partnerships.contact_checks.store import ContactChecks
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.sharing.commands.follow_contact import follow_contact


async def confirm_contact(
    uow: UnitOfWork, *, check_id: UUID, version: int, details: ContactDetails, now: datetime
) -> None:
    """Keep what the contact says of itself; the link serves once (fiche confirmée).

    Whom the bureau writes to stays the bureau's choice. Raises NotFound, LinkOver, StaleVersion,
    NothingLeftToKnowThemBy.
    """
    checks, contacts = ContactChecks(uow), Contacts(uow)
    check = await checks.get(check_id)
    if check.contact_id is None:
        check.expect_pending(now)
        raise LinkOver(CheckState.CONTACT_GONE)
    # The contact first, as everybody who ends a check: nobody waits for the other crosswise.
    contact = await contacts.get_for_update(check.contact_id)
    check = await checks.get_for_update(check_id)
    check.expect_pending(now)
    contact.expect(version)
    told = replace(details, gets_mail=contact.details.gets_mail)
    corrected = told != contact.details
    if corrected:
        saved = replace(contact, details=told, version=version + 1)
        await contacts.save(saved)
        await follow_contact(uow, before=contact.details, corrected=saved)
    await checks.confirm(check.id, corrected=corrected, now=now)
    company = await Companies(uow).get(check.company_id)
    checked = ContactCheckedV1(
        contact_check_id=ContactCheckId(check.id),
        site_key=company.site(check.site_id).key,
        corrected=corrected,
        occurred_on=local_date(now),
    )
    uow.publish(checked, version=2)
