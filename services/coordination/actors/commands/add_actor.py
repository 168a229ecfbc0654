"""The supervisor enters an actor of the network."""

from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actors.model import Actor, ActorDetails
from services.coordination.actors.store import Actors


async def add_actor(uow: UnitOfWork, *, details: ActorDetails) -> UUID:
    """Add an actor to the directory and return its id. Nothing is told to anybody."""
    actor = Actor(uow.new_id(), details)
    await Actors(uow).add(actor)
    return actor.id
