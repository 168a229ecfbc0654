"""An approach was taken back by mistake."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.approaches.commands.publish_approach import publish_approach
from services.internships.approaches.model.approach import Approach
from services.internships.approaches.store import Approaches


async def restore_approach(
    uow: UnitOfWork, *, approach_id: UUID, version: int, now: datetime
) -> Approach:
    """Have it stand again (retrait annulé), and be told again. Raises NotFound, StaleVersion."""
    approaches = Approaches(uow)
    approach = await approaches.get_for_update(approach_id, version)
    if approach.restore():
        await approaches.save(approach)
        await publish_approach(uow, approach=approach, now=now)
    return approach
