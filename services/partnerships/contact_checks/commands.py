"""Commands of checks of contacts (vérifications de fiche): asked, confirmed, cancelled, moved with an address."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from contracts.identifiers import ContactCheckId, PlacementId, SiteKey
from contracts.partnerships.companies import ContactCheckAskedV1, ContactCheckedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.companies.model.company import SiteUnknown
from services.partnerships.companies.store.companies import Companies
from services.partnerships.contact_checks.model import (
    CheckNotPending,
    CheckState,
    ContactCheck,
    ContactWithoutMail,
    LinkOver,
    Revocation,
    is_due,
)
from services.partnerships.contact_checks.store import ContactChecks
from services.partnerships.contacts.model import Contact, ContactDetails, written_to
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.contacts.store.corrections import CORRECTIONS
from services.partnerships.sharing.commands import follow_contact


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


async def ask_agreed_host(
    uow: UnitOfWork, *, site_key: SiteKey, placement_id: UUID, now: datetime
) -> UUID | None:
    """Ask the contact this lycée writes to at the site, unless it was asked enough this year.

    None when nobody was asked. Raises SiteUnknown.
    """
    found = await Companies(uow).site_by_key(site_key)
    if found is None:
        raise SiteUnknown
    company_id, site_id = found
    contacts = Contacts(uow)
    contact = written_to(one for one in await contacts.of(company_id) if one.site_id == site_id)
    if contact is None:
        return None
    # Two places agreed at the same time must see one another's question.
    await contacts.get_for_update(contact.id)
    if not is_due(await ContactChecks(uow).of_contact(contact.id), now):
        return None
    return await ask_contact_check(uow, contact_id=contact.id, placement_id=placement_id, now=now)


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
