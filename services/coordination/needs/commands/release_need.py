"""Taking back that one takes a need in charge."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from contracts.coordination.needs import NeedId, NeedReleasedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.followings import plan_following
from services.coordination.needs.model.assignment import (
    AssignmentOver,
    AssignmentStatus,
    replaced,
    standing_of,
    taken_since,
)
from services.coordination.needs.model.states import NeedAction
from services.coordination.needs.store.needs import Assignments, Needs, to_handle
from services.coordination.news.model.calendar import local_date


async def release_need(
    uow: UnitOfWork, *, need_id: UUID, assignment_id: UUID, now: datetime
) -> None:
    """Take back that one takes it in charge: it waits again. Raises NotFound, NeedMoveRefused, AssignmentOver."""
    need, held, mine = await to_handle(uow, need_id, assignment_id)
    if mine.status is not AssignmentStatus.TAKEN:
        raise AssignmentOver
    asked = replace(mine, status=AssignmentStatus.ASKED, taken_at=None, promised_on=None)
    left = replaced(held, asked)
    moved = need.moved(NeedAction.RELEASE, standing_of(left), now=now)
    moved = replace(moved, taken_at=taken_since(left))
    await Assignments(uow).save(asked)
    await Needs(uow).save(moved)
    await plan_following(uow, need, moved, by=mine.id)
    told = NeedReleasedV1(need_id=NeedId(need.id), occurred_on=local_date(now))
    uow.publish(told, version=moved.version, uai=mine.uai)
