"""Adding to what a company asked."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.need_links.model import (
    OVER,
    PRECISIONS_MAX,
    NeedIsOver,
    TooManyPrecisions,
    expect_open,
)
from services.coordination.need_links.store import Precision, Precisions
from services.coordination.needs.store.needs import Needs


async def add_precision(uow: UnitOfWork, *, need_id: UUID, text: str, now: datetime) -> None:
    """Add what a company says besides, beside what it wrote first.

    Raises NotFound, NeedLinkOver, NeedIsOver, TooManyPrecisions.
    """
    need = await Needs(uow).get_for_update(need_id)
    expect_open(need, now)
    if need.status in OVER:
        raise NeedIsOver
    if len(await Precisions(uow).of(need_id)) >= PRECISIONS_MAX:
        raise TooManyPrecisions
    await Precisions(uow).add(need_id, Precision(uow.new_id(), text, now))
