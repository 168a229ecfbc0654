"""A contact corrects on the page of its company how it can be reached."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.contacts.commands import correct_contact
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.host_pages.commands.note_doing import note_doing
from services.partnerships.host_pages.model import Doing
from services.partnerships.host_pages.store import HostPages


async def correct_own_contact(
    uow: UnitOfWork, *, page_id: UUID, version: int, details: ContactDetails, now: datetime
) -> None:
    """Keep what the contact says of itself; whom the bureau writes to stays the bureau's choice.

    An address typed here is nobody's yet: whether it is written to is said by a link given for it.
    Raises NotFound, HostPageOver, StaleVersion, TooMuchDone, PersonObjected, NothingLeftToKnowThemBy.
    """
    page = await HostPages(uow).get(page_id)
    contact = await Contacts(uow).get_for_update(page.contact_id)
    page = await HostPages(uow).get(page_id, lock=True)
    page.expect_open(now)
    contact.expect(version)
    told = replace(details, gets_mail=contact.details.gets_mail)
    if told == contact.details:
        return
    await correct_contact(
        uow,
        contact_id=contact.id,
        version=version,
        details=told,
        by_contact=True,
        now=now,
    )
    await note_doing(uow, page=page, what=Doing.CONTACT_CORRECTED)
