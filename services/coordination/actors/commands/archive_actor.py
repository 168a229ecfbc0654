"""The supervisor takes an actor out of the directory."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actors.store import Actors


async def archive_actor(uow: UnitOfWork, *, actor_id: UUID, version: int, now: datetime) -> None:
    """Keep an actor out of lists and searches. Raises NotFound, StaleVersion, ActorArchived."""
    actor = await Actors(uow).get(actor_id, for_update=True)
    actor.expect(version)
    await Actors(uow).save(replace(actor, archived_at=now, version=version + 1))
