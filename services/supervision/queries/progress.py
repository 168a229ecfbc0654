"""How far the stream of the department was folded."""

from datetime import datetime

from sqlalchemy import func, select

from services.chassis.tables import watermarks
from services.chassis.work import UnitOfWork
from services.supervision.storage.tables import PROJECTION


async def folded_until(uow: UnitOfWork, stream: str, created_at: datetime) -> int:
    """The sequence of the last event of this stream that was folded; 0: none, or of an older stream."""
    statement = select(func.max(watermarks.c.sequence)).where(
        watermarks.c.projection == PROJECTION,
        watermarks.c.stream == stream,
        watermarks.c.created_at == created_at,
    )
    return (await uow.execute(statement)).scalar_one() or 0
