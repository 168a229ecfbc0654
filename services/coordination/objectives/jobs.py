"""The job that says an objective of a lycée, in the name of that lycée."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.reactions import timed
from services.coordination.objectives.commands import JOB, state_objective


@timed.job(JOB)
async def say_the_objective(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """The key is the objective, and the version that says otherwise."""
    objective_id, _, _ = key.partition(" ")
    await state_objective(uow, objective_id=UUID(objective_id), now=now)
