"""A bureau logs an exchange with an actor of the network."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.actors.commands.follow_actor_up import follow_actor_up
from services.partnerships.actors.model import ActorExchange
from services.partnerships.actors.store import ActorExchanges
from services.partnerships.base.calendar import local_date
from services.partnerships.exchanges.model.exchange import Exchange


async def log_actor_exchange(
    uow: UnitOfWork, *, actor_id: UUID, exchange: Exchange, uai: Uai | None = None, now: datetime
) -> UUID:
    """Log an exchange (échange avec un acteur du réseau), which nobody outside the lycée is told of.

    Raises InteractionInTheFuture, NextStepInThePast, LyceeNotChosen.
    """
    exchange.check(local_date(now))
    logged = ActorExchange(
        id=uow.new_id(), uai=uow.writing_for(uai), actor_id=actor_id, exchange=exchange
    )
    await ActorExchanges(uow).add(logged)
    await follow_actor_up(uow, logged=logged, now=now)
    return logged.id
