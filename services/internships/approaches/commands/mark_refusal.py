"""A refusal is presumed discriminatory: the head is to know."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.approaches.model.approach import Approach
from services.internships.approaches.store import Approaches


async def mark_refusal(
    uow: UnitOfWork,
    *,
    approach_id: UUID,
    version: int,
    presumed: bool,
    now: datetime,  # noqa: ARG001  every use case is given it; nothing is told, so nothing is dated
) -> Approach:
    """Mark it for the head (signalement), or no more. Nothing is published, and nothing counts it.

    Raises NotFound, StaleVersion, ApproachWithdrawn, ApproachNotRefused.
    """
    approaches = Approaches(uow)
    approach = await approaches.get_for_update(approach_id, version)
    approach.mark(presumed=presumed)
    await approaches.save(approach)
    return approach
