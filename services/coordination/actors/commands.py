"""Commands of the directory: the supervisor alone gives them."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actors.model.actor import Actor, ActorDetails
from services.coordination.actors.store import Actors


async def add_actor(uow: UnitOfWork, *, details: ActorDetails) -> UUID:
    """Add an actor to the directory and return its id. Nothing is told to anybody."""
    actor = Actor(uow.new_id(), details)
    await Actors(uow).add(actor)
    return actor.id


async def archive_actor(uow: UnitOfWork, *, actor_id: UUID, version: int, now: datetime) -> None:
    """Keep an actor out of lists and searches. Raises NotFound, StaleVersion, ActorArchived."""
    actor = await Actors(uow).get(actor_id, for_update=True)
    actor.expect(version)
    await Actors(uow).save(replace(actor, archived_at=now, version=version + 1))


async def correct_actor(
    uow: UnitOfWork, *, actor_id: UUID, version: int, details: ActorDetails
) -> None:
    """Replace what is known of an actor. Raises NotFound, StaleVersion, ActorArchived."""
    actor = await Actors(uow).get(actor_id, for_update=True)
    actor.expect(version)
    await Actors(uow).save(replace(actor, details=details, version=version + 1))


async def restore_actor(uow: UnitOfWork, *, actor_id: UUID, version: int) -> None:
    """Have an actor in the directory again. Raises NotFound, StaleVersion, ActorNotArchived."""
    actor = await Actors(uow).get(actor_id, for_update=True)
    actor.expect(version, archived=True)
    await Actors(uow).save(replace(actor, archived_at=None, version=version + 1))
