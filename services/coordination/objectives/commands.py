"""Commands of yearly objectives: set and withdrawn by the supervisor."""

from datetime import datetime
from uuid import UUID

from contracts.coordination.objectives import ObjectiveId, ObjectiveSetV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.news.model.calendar import local_date
from services.coordination.objectives.model import Objective, Wanted
from services.coordination.objectives.store import Objectives

JOB = "objective"


async def set_objective(
    uow: UnitOfWork,
    *,
    wanted: Wanted,
    target: int,
    note: str | None,
    version: int | None = None,
    now: datetime,
) -> UUID:
    """Set an objective (objectif fixé), or change the one there is of this version; return its id.

    Raises OverHundred, StaleVersion.
    """
    wanted.check(target)
    known = await Objectives(uow).find_for_update(wanted)
    if known is None:
        objective = Objective(uow.new_id(), wanted, target, note, now)
        await Objectives(uow).add(objective)
    else:
        known.expect_seen(version)
        objective = known.set(target, note, now=now)
        await Objectives(uow).save(objective)
    await _publish(uow, objective, now=now)
    return objective.id


async def withdraw_objective(
    uow: UnitOfWork, *, objective_id: UUID, version: int, now: datetime
) -> None:
    """Withdraw an objective. Raises NotFound, StaleVersion, ObjectiveGone."""
    known = await Objectives(uow).get_for_update(objective_id)
    await _save(uow, known.withdrawn(version, now=now), now=now)


async def restore_objective(
    uow: UnitOfWork, *, objective_id: UUID, version: int, now: datetime
) -> None:
    """Take back that an objective was withdrawn. Raises NotFound, StaleVersion, ObjectiveGone."""
    known = await Objectives(uow).get_for_update(objective_id)
    await _save(uow, known.restored(version, now=now), now=now)


async def _save(uow: UnitOfWork, objective: Objective, *, now: datetime) -> None:
    await Objectives(uow).save(objective)
    await _publish(uow, objective, now=now)


async def _publish(uow: UnitOfWork, objective: Objective, *, now: datetime) -> None:
    """Before the department each lycée speaks for itself: in a transaction of its own."""
    owner = objective.wanted.owner
    if owner == uow.department_uai:
        _say(uow, objective, now=now)
    else:
        key = f"{objective.id} {objective.version}"
        await uow.schedule(JOB, key=key, due_at=now, uai=owner)


async def state_objective(uow: UnitOfWork, *, objective_id: UUID, now: datetime) -> None:
    """Say an objective as it stands now, in the name of whose it is. Raises NotFound."""
    _say(uow, await Objectives(uow).get_for_update(objective_id), now=now)


def _say(uow: UnitOfWork, objective: Objective, *, now: datetime) -> None:
    wanted = objective.wanted
    told = ObjectiveSetV1(
        objective_id=ObjectiveId(objective.id),
        school_year=wanted.year,
        indicator=wanted.indicator,
        target=objective.target if objective.stands else None,
        occurred_on=local_date(now),
    )
    uow.publish(told, version=objective.version, uai=wanted.owner)
