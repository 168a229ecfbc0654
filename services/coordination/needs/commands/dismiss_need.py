"""Setting apart what is no need."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from contracts.coordination.need_letters import NeedLetterKind
from contracts.coordination.needs import NeedDismissal, NeedDismissedV1, NeedId
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.followings import plan_following
from services.coordination.needs.model.states import NeedAction
from services.coordination.needs.store.needs import Assignments, Needs
from services.coordination.needs.store.publications import tell_actors
from services.coordination.news.model.calendar import local_date


async def dismiss_need(
    uow: UnitOfWork, *, need_id: UUID, version: int, reason: NeedDismissal, now: datetime
) -> None:
    """Set apart what is no need; nothing is written to the company.

    Raises NotFound, StaleVersion, NeedMoveRefused.
    """
    need = await Needs(uow).get_for_update(need_id)
    need.expect(version)
    moved = replace(need.moved(NeedAction.DISMISS, now=now), dismissal=reason)
    await Needs(uow).save(moved)
    await plan_following(uow, need, moved)
    await tell_actors(uow, moved, NeedLetterKind.RECALLED, await Assignments(uow).of(need_id))
    if need.received_at is not None:
        told = NeedDismissedV1(need_id=NeedId(need.id), reason=reason, occurred_on=local_date(now))
        uow.publish(told, version=moved.version)
