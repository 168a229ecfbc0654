"""What is heard of the mails that inform people of actors, and what a backup must not bring back of them."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from contracts.notifications.mails import ActorPersonLetterMovedV1
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actor_people.commands import (
    AGREED_KIND,
    ERASED_KIND,
    OBJECTED_KIND,
    put_objection,
    take_objection_back,
)
from services.coordination.actor_people.store import ActorPeople, InformingLetters
from services.coordination.base.reactions import erasing, reactions


@reactions.on(ActorPersonLetterMovedV1, group="actor_letters", since="now")
async def note_what_became_of_the_mail(event: ActorPersonLetterMovedV1, uow: UnitOfWork) -> None:
    """The person’s page says whether they were told."""
    await InformingLetters(uow).move(event.letter_id, event.state, event.occurred_on)


@erasing.of(ERASED_KIND)
async def erase_the_person_again(uow: UnitOfWork, *, resource_id: UUID, now: datetime) -> None:  # noqa: ARG001  every one is given it
    """A backup brought them back."""
    await ActorPeople(uow).remove([resource_id])


@erasing.of(OBJECTED_KIND)
async def put_the_person_away_again(uow: UnitOfWork, *, resource_id: UUID, now: datetime) -> None:
    """A backup brought back who had objected as if they had not."""
    with suppress(NotFound):
        await put_objection(uow, person_id=resource_id, at=now)


@erasing.of(AGREED_KIND)
async def have_the_person_agree_again(uow: UnitOfWork, *, resource_id: UUID, now: datetime) -> None:  # noqa: ARG001  every one is given it
    """They had come back on their objection since the backup."""
    with suppress(NotFound):
        await take_objection_back(uow, person_id=resource_id)
