"""Taking a need back from who has it."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from contracts.coordination.need_letters import NeedLetterKind
from contracts.coordination.needs import NeedAssignmentId, NeedId, NeedRecalledV1
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.decisions import publish_decision
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.followings import plan_following
from services.coordination.needs.model.assignment import (
    AssignmentOver,
    AssignmentStatus,
    bureaux_of,
    left_to_do,
    taken_since,
)
from services.coordination.needs.model.states import NeedAction
from services.coordination.needs.store.needs import Assignments, Needs
from services.coordination.needs.store.publications import ask_letter
from services.coordination.news.model.calendar import local_date


async def recall_need(
    uow: UnitOfWork, *, need_id: UUID, version: int, assignment_id: UUID, now: datetime
) -> None:
    """Take a need back from who has it to do.

    Raises NotFound, StaleVersion, NeedMoveRefused, AssignmentOver.
    """
    need = await Needs(uow).to_change(need_id, version)
    held = await Assignments(uow).of(need_id)
    recalled = next((one for one in held if one.id == assignment_id), None)
    if recalled is None:
        raise NotFound
    if recalled.status not in (AssignmentStatus.ASKED, AssignmentStatus.TAKEN):
        raise AssignmentOver
    gone = replace(recalled, status=AssignmentStatus.RECALLED)
    left = [gone if one.id == assignment_id else one for one in held]
    moved = need.moved(NeedAction.RECALL, left_to_do(left), now=now)
    moved = replace(moved, lycees=bureaux_of(left), taken_at=taken_since(left))
    await Assignments(uow).save(gone)
    await Needs(uow).save(moved)
    await plan_following(uow, need, moved, by=gone.id)
    if gone.actor_id is not None:
        await ask_letter(uow, moved, NeedLetterKind.RECALLED, gone)
        return
    told = NeedRecalledV1(
        assignment_id=NeedAssignmentId(gone.id),
        need_id=NeedId(need.id),
        occurred_on=local_date(now),
    )
    publish_decision(uow, told, lycee=gone.uai, version=moved.version)
