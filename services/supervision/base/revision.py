"""How far the read models are."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from services.chassis.database.engine import Database
from services.chassis.database.tables import watermarks
from services.chassis.live.page_stream import Changes
from services.chassis.projections.revision import glance_at_revision, read_revision
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.base.metadata import PROJECTION


async def revision(uow: UnitOfWork) -> int:
    """Grows each time the read models moved, whatever happens to streams."""
    return await read_revision(uow.connection, PROJECTION)


async def latest_revision(database: Database, changes: Changes, *, shown: int | None) -> int:
    """The newest revision, at the least cost: every open page asks at every change. Raises Unavailable.

    `shown`: what the page shows; a signal that told of a newer one answers by itself.
    """
    return changes.newer(PROJECTION, shown) or await glance_at_revision(database, PROJECTION)


@dataclass(frozen=True)
class Known:
    """What was folded so far, and when the last of it was; None: nothing was."""

    revision: int
    at: datetime | None


async def read_known(uow: UnitOfWork) -> Known:
    """How far the read models are, and since when."""
    of = watermarks.c
    statement = select(of.revision, of.updated_at).where(of.projection == PROJECTION)
    row = (await uow.execute(statement)).one_or_none()
    return Known(int(row.revision), row.updated_at) if row else Known(0, None)


MOVED = "revision"
"""The browser event that makes the parts of a page fetch themselves again."""
