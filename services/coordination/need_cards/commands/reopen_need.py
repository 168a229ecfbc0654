"""Seeing to a need again."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from contracts.coordination.need_letters import NeedLetterKind
from contracts.coordination.needs import NeedId, NeedReopenedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.followings import plan_following
from services.coordination.needs.model.assignment import (
    Assignment,
    AssignmentStatus,
    current,
    promising_anew,
    standing_of,
    taken_since,
)
from services.coordination.needs.model.need import NeedErased
from services.coordination.needs.model.states import NeedAction
from services.coordination.needs.store.needs import Assignments, Needs
from services.coordination.needs.store.publications import ask_letter, tell_actors
from services.coordination.news.model.calendar import local_date


async def reopen_need(uow: UnitOfWork, *, need_id: UUID, version: int, now: datetime) -> None:
    """See to it again: who answered has it to do once more, and what they wrote stays; the company is told.

    Raises NotFound, StaleVersion, NeedMoveRefused, NeedErased.
    """
    need = await Needs(uow).to_change(need_id, version)
    if need.details is None:
        raise NeedErased
    today = local_date(now)
    held = [promising_anew(_again(one), today) for one in await Assignments(uow).of(need_id)]
    for assignment in current(held):
        await Assignments(uow).save(assignment)
    opened = need.moved(NeedAction.REOPEN, standing_of(held), now=now)
    opened = replace(opened, outcome=None, taken_at=taken_since(held)).again(now=now)
    await Needs(uow).save(opened)
    await plan_following(uow, need, opened)
    await tell_actors(uow, opened, NeedLetterKind.REOPENED, current(held))
    await ask_letter(uow, opened, NeedLetterKind.AGAIN)
    told = NeedReopenedV1(need_id=NeedId(need.id), occurred_on=today)
    uow.publish(told, version=opened.version)


def _again(one: Assignment) -> Assignment:
    """What they answered is not what came of it; what was never for them still is not."""
    if one.status is not AssignmentStatus.ANSWERED or one.may_be_asked_anew:
        return one
    return replace(
        one,
        status=AssignmentStatus.TAKEN,
        outcome=None,
        answered_at=None,
        promised_on=None,
        phoned_on=None,
    )
