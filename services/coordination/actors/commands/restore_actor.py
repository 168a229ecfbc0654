"""The supervisor puts an archived actor back."""

from dataclasses import replace
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actors.store import Actors


async def restore_actor(uow: UnitOfWork, *, actor_id: UUID, version: int) -> None:
    """Have an actor in the directory again. Raises NotFound, StaleVersion, ActorNotArchived."""
    actor = await Actors(uow).get(actor_id, for_update=True)
    actor.expect(version, archived=True)
    await Actors(uow).save(replace(actor, archived_at=None, version=version + 1))
