"""How far the stream of the department was folded."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Table, func, select

from services.chassis.database.tables import watermarks
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.storage.tables import PROJECTION


async def heard_until(uow: UnitOfWork, of: Table) -> Mapping[str, int]:
    """The number of the last fact of each lycée among these, in the journal of who told it."""
    statement = select(of.c.uai, func.max(of.c.sequence).label("last")).group_by(of.c.uai)
    return {row.uai: row.last for row in await uow.execute(statement)}


async def folded_until(uow: UnitOfWork, stream: str, created_at: datetime) -> int:
    """The sequence of the last event of this stream that was folded; 0: none, or of an older stream."""
    statement = select(func.max(watermarks.c.sequence)).where(
        watermarks.c.projection == PROJECTION,
        watermarks.c.stream == stream,
        watermarks.c.created_at == created_at,
    )
    return (await uow.execute(statement)).scalar_one() or 0
