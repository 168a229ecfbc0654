"""Taking back that it is no need, or that it is closed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from contracts.coordination.need_letters import NeedLetterKind
from contracts.coordination.needs import NeedId, NeedReopenedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.followings import plan_following
from services.coordination.needs.model.assignment import (
    Assignment,
    left_to_do,
    promising_anew,
    standing_of,
)
from services.coordination.needs.model.need import Need, NeedErased
from services.coordination.needs.model.states import WHAT_TO_DO, NeedMoveRefused, NeedStatus
from services.coordination.needs.store.needs import Assignments, Needs
from services.coordination.needs.store.publications import tell_actors
from services.coordination.news.model.calendar import local_date


async def restore_need(uow: UnitOfWork, *, need_id: UUID, version: int, now: datetime) -> None:
    """Take back that it is no need, or that an answered one is closed: it stands where it stood.

    What nobody confirmed still waits for that. Raises NotFound, StaleVersion, NeedMoveRefused, NeedErased.
    """
    need = await Needs(uow).get_for_update(need_id)
    need.expect(version)
    if need.details is None:
        raise NeedErased
    held = await Assignments(uow).of(need_id)
    before = _before(need, held)
    if need.status is NeedStatus.CLOSED and before is not NeedStatus.ANSWERED:
        raise NeedMoveRefused(WHAT_TO_DO[need.status])
    restored = need.restored(before, now=now)
    if need.status is NeedStatus.DISMISSED:
        for one in held:
            await Assignments(uow).save(promising_anew(one, local_date(now)))
    await Needs(uow).save(restored)
    await plan_following(uow, need, restored)
    if need.status is NeedStatus.DISMISSED:
        await tell_actors(uow, restored, NeedLetterKind.ENTRUSTED, held)
    if need.received_at is not None:
        told = NeedReopenedV1(need_id=NeedId(need.id), occurred_on=local_date(now))
        uow.publish(told, version=restored.version)


def _before(need: Need, held: Sequence[Assignment]) -> NeedStatus:
    if need.status is NeedStatus.CLOSED:
        return standing_of(held)
    if any(one.standing for one in held):
        return left_to_do(held)
    if need.qualified_at is not None:
        return NeedStatus.QUALIFIED
    return NeedStatus.UNVERIFIED if need.received_at is None else NeedStatus.RECEIVED
