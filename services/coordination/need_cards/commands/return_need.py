"""Giving a need back to who had it."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from contracts.coordination.need_letters import NeedLetterKind
from contracts.coordination.needs import NeedAssignedV1, NeedAssignmentId, NeedEntrustedV1, NeedId
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.decisions import publish_decision
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.followings import plan_following
from services.coordination.needs.model.assignment import (
    Assignment,
    AssignmentOver,
    AssignmentStatus,
    bureaux_of,
    replaced,
    standing_of,
    taken_since,
)
from services.coordination.needs.model.need import Need
from services.coordination.needs.model.states import NeedAction
from services.coordination.needs.store.needs import Assignments, Needs
from services.coordination.needs.store.publications import ask_letter
from services.coordination.news.model.calendar import local_date


async def return_need(
    uow: UnitOfWork, *, need_id: UUID, version: int, assignment_id: UUID, now: datetime
) -> None:
    """Take back that it was taken back: they have it as they had it, with what they had promised.

    Raises NotFound, StaleVersion, NeedMoveRefused, AssignmentOver.
    """
    need = await Needs(uow).to_change(need_id, version)
    held = await Assignments(uow).of(need_id)
    gone = next((one for one in held if one.id == assignment_id), None)
    if gone is None:
        raise NotFound
    anew = any(one.standing and _same(one, gone) and not one.may_be_asked_anew for one in held)
    if gone.standing or anew:
        raise AssignmentOver
    before = AssignmentStatus.TAKEN if gone.taken_at else AssignmentStatus.ASKED
    back = replace(gone, status=before)
    left = replaced(held, back)
    moved = need.moved(NeedAction.ROUTE, standing_of(left), now=now)
    moved = replace(moved, lycees=bureaux_of(left), taken_at=taken_since(left))
    await Assignments(uow).save(back)
    await Needs(uow).save(moved)
    await plan_following(uow, need, moved, by=back.id)
    await _publish_return(uow, moved, back, now=now)


def _same(one: Assignment, other: Assignment) -> bool:
    return (one.uai, one.actor_id) == (other.uai, other.actor_id)


async def _publish_return(uow: UnitOfWork, need: Need, back: Assignment, *, now: datetime) -> None:
    if need.due_on is None:
        return
    common = {"need_id": NeedId(need.id), "due_on": need.due_on, "occurred_on": local_date(now)}
    if back.actor_id is not None:
        uow.publish(NeedEntrustedV1(**common), version=need.version)
        await ask_letter(uow, need, NeedLetterKind.ENTRUSTED, back)
        return
    assigned = NeedAssignedV1(assignment_id=NeedAssignmentId(back.id), **common)
    publish_decision(uow, assigned, lycee=back.uai, version=need.version)
