"""Setting several needs apart, or closing them, in one go, and taking that back."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from contracts.coordination.needs import NeedDismissal
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.needs.commands.close_need import close_need
from services.coordination.needs.commands.dismiss_need import dismiss_need
from services.coordination.needs.commands.restore_need import restore_need
from services.coordination.needs.model.states import NeedStatus
from services.coordination.needs.store.needs import Needs

AT_ONCE = 50
"""Needs set apart or closed in one go, which one button takes back."""
_MAY_GO = (NeedStatus.UNVERIFIED, NeedStatus.RECEIVED)


async def dismiss_needs(
    uow: UnitOfWork, *, need_ids: Collection[UUID], reason: NeedDismissal, now: datetime
) -> Sequence[UUID]:
    """Set apart those of these that nobody saw to yet; return which. Raises NotFound."""
    gone = []
    for need_id in sorted(set(need_ids)):
        need = await Needs(uow).get_for_update(need_id)
        if need.status in _MAY_GO:
            await dismiss_need(uow, need_id=need_id, version=need.version, reason=reason, now=now)
            gone.append(need_id)
    return gone


async def close_needs(
    uow: UnitOfWork, *, need_ids: Collection[UUID], now: datetime
) -> Sequence[UUID]:
    """Close those of these that were answered, as they were; return which. Raises NotFound."""
    closed = []
    for need_id in sorted(set(need_ids)):
        need = await Needs(uow).get_for_update(need_id)
        if need.status is NeedStatus.ANSWERED:
            await close_need(uow, need_id=need_id, version=need.version, now=now)
            closed.append(need_id)
    return closed


async def restore_needs(
    uow: UnitOfWork,
    *,
    need_ids: Collection[UUID],
    from_status: NeedStatus = NeedStatus.DISMISSED,
    now: datetime,
) -> int:
    """Have them where they stood; return how many.

    Raises NotFound, NeedErased, NeedMoveRefused where one was closed with an answer of the supervisor.
    """
    back = 0
    for need_id in sorted(set(need_ids)):
        need = await Needs(uow).get_for_update(need_id)
        if need.status is from_status:
            await restore_need(uow, need_id=need_id, version=need.version, now=now)
            back += 1
    return back
