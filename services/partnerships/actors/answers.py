"""What is answered of actors of the network: which of them the lycée relies on, and nothing of why."""

from contracts.partnerships.actors import (
    ACTORS_RELIED_ON,
    ActorId,
    ActorsReliedOn,
    ActorsReliedOnRequest,
)
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.actors.store import ActorExchanges
from services.partnerships.base.answers import answers


@answers.to(ACTORS_RELIED_ON)
async def actors_relied_on(request: ActorsReliedOnRequest, uow: UnitOfWork) -> ActorsReliedOn:
    """Whatever its head publishes: an actor is there for the bureau that speaks with it."""
    found = await ActorExchanges(uow).relied_on(request.actors)
    return ActorsReliedOn(actors=tuple(ActorId(one) for one in sorted(found)))
