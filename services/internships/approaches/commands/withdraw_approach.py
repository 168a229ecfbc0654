"""An approach was noted by mistake."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.approaches.commands.publish_approach import publish_approach
from services.internships.approaches.model.approach import Approach
from services.internships.approaches.store import Approaches


async def withdraw_approach(
    uow: UnitOfWork, *, approach_id: UUID, version: int, now: datetime
) -> Approach:
    """Take it back (démarche retirée): it is shown and counted nowhere, and goes after a month.

    Raises NotFound, StaleVersion, ApproachWithdrawn.
    """
    approaches = Approaches(uow)
    approach = await approaches.get_for_update(approach_id, version)
    approach.withdraw(now)
    await approaches.save(approach)
    await publish_approach(uow, approach=approach, now=now)
    return approach
