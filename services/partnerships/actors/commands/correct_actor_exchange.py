"""A bureau corrects an exchange with an actor of the network."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.actors.commands.follow_actor_up import follow_actor_up
from services.partnerships.actors.store import ActorExchanges
from services.partnerships.base.calendar import local_date
from services.partnerships.exchanges.model.exchange import Exchange


async def correct_actor_exchange(
    uow: UnitOfWork,
    *,
    actor_id: UUID,
    exchange_id: UUID,
    version: int,
    exchange: Exchange,
    now: datetime,
) -> None:
    """Replace what it says.

    What was said of the task of its next step stays; so does what became of it, if the step keeps
    its day. Raises NotFound, StaleVersion, and what `log_actor_exchange` raises.
    """
    exchanges = ActorExchanges(uow)
    known = await exchanges.get(actor_id, exchange_id, changing=True)
    known.expect(version)
    exchange.check(local_date(now))
    corrected = replace(known, exchange=exchange, version=version + 1)
    await exchanges.save(corrected)
    await follow_actor_up(uow, logged=corrected, before=known.exchange, now=now)
