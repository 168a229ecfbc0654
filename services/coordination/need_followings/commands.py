"""Telling who has a need what others did of it."""

from datetime import datetime
from uuid import UUID

from contracts.coordination.need_letters import NeedLetterKind
from contracts.coordination.needs import (
    NeedAssignmentId,
    NeedFollowedV1,
    NeedId,
    NeedPrecisedV1,
    NeedStep,
)
from services.chassis.unit_of_work.decisions import publish_decision
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.followings import following_of
from services.coordination.need_followings.model import (
    concerns,
    step_of,
    supervisor_reads,
    works_on_it,
)
from services.coordination.needs.model.assignment import Assignment, current
from services.coordination.needs.model.need import Need
from services.coordination.needs.model.states import NeedStatus
from services.coordination.needs.store.needs import Assignments, Needs
from services.coordination.needs.store.publications import ask_letter
from services.coordination.news.model.calendar import local_date


async def tell_the_others(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """Tell each of the others who have it: bureaux by an event, actors by mail where another one answered.

    What the company or the supervisor did, actors are written of by the command itself. Raises NotFound.
    """
    need_id, was, became, by = following_of(key)
    need = await Needs(uow).get(need_id)
    before, after = NeedStatus(was), NeedStatus(became)
    step = step_of(before, after, answered=need.outcome is not None)
    if step is None:
        return
    for one in current(await Assignments(uow).of(need_id)):
        if one.id != by and concerns(step, before, one):
            await _tell(uow, need, one, step, now=now)


async def _tell(
    uow: UnitOfWork, need: Need, one: Assignment, step: NeedStep, *, now: datetime
) -> None:
    if one.actor_id is None:
        publish_following(uow, need, one, step, now=now)
    elif step is NeedStep.ANSWERED:
        await ask_letter(uow, need, NeedLetterKind.SETTLED, one)


def publish_following(
    uow: UnitOfWork, need: Need, one: Assignment, step: NeedStep, *, now: datetime
) -> None:
    """Say it to the bureau, or of an actor to the DSDEN; for who works for the department."""
    followed = NeedFollowedV1(
        assignment_id=NeedAssignmentId(one.id),
        need_id=NeedId(need.id),
        step=step,
        occurred_on=local_date(now),
    )
    publish_decision(uow, followed, lycee=one.uai, version=need.version)


async def tell_of_precisions(uow: UnitOfWork, *, need_id: UUID, now: datetime) -> None:
    """Tell who works on a need that its company added something: never what.

    Bureaux by an event, actors by mail; the supervisor while nobody has it, or nobody took it in time. Raises NotFound.
    """
    need = await Needs(uow).get(need_id)
    if need.details is None:
        return
    held = current(await Assignments(uow).of(need_id))
    working = [one for one in held if works_on_it(need, one)]
    lycees = {one.uai for one in working if one.actor_id is None}
    if supervisor_reads(need, held, local_date(now)):
        lycees.add(uow.department_uai)
    for lycee in sorted(lycees):
        added = NeedPrecisedV1(need_id=NeedId(need.id), occurred_on=local_date(now))
        publish_decision(uow, added, lycee=lycee, version=need.version)
    for one in working:
        if one.actor_id is not None:
            await ask_letter(uow, need, NeedLetterKind.PRECISED, one)
