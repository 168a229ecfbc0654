"""Adding to what a company asked."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.followings import plan_precision
from services.coordination.need_links.model import (
    OVER,
    PRECISIONS_MAX,
    NeedIsOver,
    TooManyPrecisions,
    expect_open,
    telling_after,
)
from services.coordination.need_links.store import Precision, Precisions
from services.coordination.needs.model.states import NeedStatus
from services.coordination.needs.store.needs import Needs


async def add_precision(uow: UnitOfWork, *, need_id: UUID, text: str, now: datetime) -> None:
    """Add what a company says besides, beside what it wrote first; who works on it is told.

    Of what nobody confirmed nobody is told. Raises NotFound, NeedLinkOver, NeedIsOver, TooManyPrecisions.
    """
    need = await Needs(uow).get_for_update(need_id)
    expect_open(need, now)
    if need.status in OVER:
        raise NeedIsOver
    if len(await Precisions(uow).of(need_id)) >= PRECISIONS_MAX:
        raise TooManyPrecisions
    await Precisions(uow).add(need_id, Precision(uow.new_id(), text, now))
    if need.status is NeedStatus.UNVERIFIED:
        return
    told_at = telling_after(need.precisions_told_at, now)
    if told_at != need.precisions_told_at:
        await plan_precision(uow, need_id, told_at)
    await Needs(uow).note_precision(replace(need, changed_at=now, precisions_told_at=told_at))
