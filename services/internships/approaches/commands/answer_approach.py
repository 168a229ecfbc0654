"""A host answered, or is waited for after all."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.approaches.commands.plan_refusal_tally import plan_refusal_tally
from services.internships.approaches.model.approach import Answer, Approach
from services.internships.approaches.store import Approaches
from services.internships.base.days import local_date


async def answer_approach(
    uow: UnitOfWork, *, approach_id: UUID, version: int, answer: Answer, now: datetime
) -> Approach:
    """Note what the host answered (réponse); the lycée alone knows it, but for a count of refusals.

    Raises NotFound, StaleVersion, ApproachWithdrawn.
    """
    approaches = Approaches(uow)
    approach = await approaches.get_for_update(approach_id, version)
    before = approach.answer
    approach.reply(answer, today=local_date(now))
    await approaches.save(approach)
    if before.refused or answer.refused:
        await plan_refusal_tally(uow, uai=approach.uai, now=now)
    return approach
