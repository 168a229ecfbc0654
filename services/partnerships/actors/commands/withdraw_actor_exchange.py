"""A bureau takes back an exchange with an actor of the network."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.actors.store import ActorExchanges
from services.partnerships.tasks.store.tasks import Tasks


async def withdraw_actor_exchange(
    uow: UnitOfWork,
    *,
    actor_id: UUID,
    exchange_id: UUID,
    now: datetime,  # noqa: ARG001  every use case is given it
) -> None:
    """Forget it (échange retiré), and the task of its next step. Raises NotFound."""
    await ActorExchanges(uow).remove(actor_id, exchange_id)
    await Tasks(uow).drop_follow_ups([exchange_id])
