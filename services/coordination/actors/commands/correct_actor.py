"""The supervisor corrects an actor of the network."""

from dataclasses import replace
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actors.model import ActorDetails
from services.coordination.actors.store import Actors


async def correct_actor(
    uow: UnitOfWork, *, actor_id: UUID, version: int, details: ActorDetails
) -> None:
    """Replace what is known of an actor. Raises NotFound, StaleVersion, ActorArchived."""
    actor = await Actors(uow).get(actor_id, for_update=True)
    actor.expect(version)
    await Actors(uow).save(replace(actor, details=details, version=version + 1))
