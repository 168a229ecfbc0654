"""How long what was said of a trade is kept."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, or_, select

from services.chassis.privacy.retention import Due, Rule
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.news.model.calendar import local_date
from services.coordination.training_signals.model import KEPT, SignalStatus
from services.coordination.training_signals.tables import standing_signals, training_signals

WITHDRAWN_KEPT = timedelta(days=365)


async def old(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]:
    """Signals of three years ago, and those that were withdrawn a year ago."""
    columns = training_signals.c
    withdrawn = columns.status == SignalStatus.WITHDRAWN.value
    statement = (
        select(columns.signal_id, columns.rome)
        .where(
            or_(
                columns.told_on < local_date(now - KEPT),
                withdrawn & (columns.changed_at < now - WITHDRAWN_KEPT),
            )
        )
        .order_by(columns.told_on)
        .limit(limit)
    )
    return [Due(row.signal_id, row.rome) for row in await uow.execute(statement)]


async def remove(uow: UnitOfWork, ids: Collection[UUID], _: datetime) -> Collection[UUID]:
    """Remove what signals say; that one was told stays on the bus as codes."""
    for table in (standing_signals, training_signals):
        await uow.execute(delete(table).where(table.c.signal_id.in_(ids)))
    return ids


RULES = (Rule("training_signals", "Signaux de besoins en compétences", "3 ans", old, remove),)
