"""What was erased, and is erased again where a backup brought it back."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from contracts.internships.periods import PupilErasedV1
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.reactions import erasing, reactions
from services.partnerships.contacts.commands import forget_contact
from services.partnerships.erasure.commands import (
    ERASED_CONTACT,
    ERASED_NOTE,
    ERASED_TRADER,
    erase_notes,
    forget_trader,
)
from services.partnerships.erasure.store.notes import Notes


@reactions.on(PupilErasedV1, group="erasures", since="beginning")
async def erase_what_was_said_of_the_pupil(event: PupilErasedV1, uow: UnitOfWork) -> None:
    """The head saw which notes name the pupil."""
    await erase_notes(uow, interaction_ids=event.interactions, now=uow.now)


@erasing.of(ERASED_NOTE)
async def erase_the_note_again(
    uow: UnitOfWork,
    *,
    resource_id: UUID,
    now: datetime,  # noqa: ARG001  every erasure is given it
) -> None:
    """A backup brought the text back."""
    await Notes(uow).erase([resource_id])


@erasing.of(ERASED_TRADER)
async def erase_the_trader_again(uow: UnitOfWork, *, resource_id: UUID, now: datetime) -> None:
    """A backup brought the card back; the other services were told at the time."""
    with suppress(NotFound):
        await forget_trader(uow, company_id=resource_id, now=now)


@erasing.of(ERASED_CONTACT)
async def erase_the_contact_again(uow: UnitOfWork, *, resource_id: UUID, now: datetime) -> None:
    """A backup brought the contact back; the other services were told at the time."""
    with suppress(NotFound):
        await forget_contact(uow, contact_id=resource_id, now=now)
