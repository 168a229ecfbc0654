"""The company needs it no more."""

from datetime import datetime
from uuid import UUID

from contracts.coordination.need_letters import NeedLetterKind
from contracts.coordination.needs import NeedClosedV1, NeedClosing, NeedId
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.followings import plan_following
from services.coordination.needs.model.states import NeedAction
from services.coordination.needs.store.needs import Assignments, Needs
from services.coordination.needs.store.publications import tell_actors
from services.coordination.news.model.calendar import local_date


async def withdraw_need(uow: UnitOfWork, *, need_id: UUID, now: datetime) -> None:
    """The company needs it no more. Raises NotFound, NeedMoveRefused."""
    need = await Needs(uow).get_for_update(need_id)
    closed = need.moved(NeedAction.WITHDRAW, now=now)
    await Needs(uow).save(closed)
    await plan_following(uow, need, closed)
    await tell_actors(uow, closed, NeedLetterKind.SETTLED, await Assignments(uow).of(need_id))
    uow.publish(
        NeedClosedV1(
            need_id=NeedId(need.id), closing=NeedClosing.WITHDRAWN, occurred_on=local_date(now)
        ),
        version=closed.version,
    )
