"""What a backup must not bring back of people of actors."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actor_people.commands import ERASED_KIND
from services.coordination.actor_people.store import ActorPeople
from services.coordination.base.reactions import erasing


@erasing.of(ERASED_KIND)
async def erase_the_person_again(uow: UnitOfWork, *, resource_id: UUID, now: datetime) -> None:  # noqa: ARG001  every one is given it
    """A backup brought them back."""
    await ActorPeople(uow).remove([resource_id])
