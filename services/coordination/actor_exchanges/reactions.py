"""What of the supervisor’s exchanges is told again once a backup of this database was put back alone."""

from datetime import datetime

from services.chassis.outbox.last_events import REPUBLISH, TakenBack
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actor_exchanges.commands import republish_exchanges
from services.coordination.base.reactions import timed


@timed.job(REPUBLISH)
async def republish_differences(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """What the DSDEN told: facts of a lycée are none of them."""
    if uow.writing_for() == uow.department_uai:
        await republish_exchanges(uow, taken_back=TakenBack.of_key(key), now=now)
