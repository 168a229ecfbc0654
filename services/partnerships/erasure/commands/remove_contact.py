"""A bureau forgets a contact, who left or who asked for it (droit à l’effacement)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from contracts.identifiers import ContactCheckId, ContactId, PlacementId
from contracts.partnerships.companies import ContactErasedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.contact_checks.store import ContactChecks
from services.partnerships.contacts.commands import forget_contact
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.erasure.commands.erase_notes import erase_notes
from services.partnerships.places.store.places import Places

ERASED_CONTACT = "contact"


async def remove_contact(
    uow: UnitOfWork, *, contact_id: UUID, notes: Collection[UUID] = (), now: datetime
) -> None:
    """Erase a contact altogether; a link it was sent opens nothing any more.

    `notes` are exchanges whose text names the contact. Raises NotFound.
    """
    contacts = Contacts(uow)
    lycee = await contacts.lycee_of(contact_id)
    contact = await contacts.get_for_update(contact_id)
    checks = await ContactChecks(uow).of_contact(contact.id)
    await forget_contact(uow, contact_id=contact.id, now=now)
    await erase_notes(uow, interaction_ids=notes, now=now)
    uow.erased.note(ERASED_CONTACT, contact.id, lycee=lycee)
    uow.publish(
        ContactErasedV1(
            contact_id=ContactId(contact.id),
            checks=tuple(ContactCheckId(one.id) for one in checks),
            placements=tuple(map(PlacementId, await Places(uow).at_site(contact.site_id))),
            occurred_on=local_date(now),
        ),
        version=contact.version + 1,
        uai=lycee,
    )
