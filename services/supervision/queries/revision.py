"""How far the read models are."""

from services.chassis.projections.revision import read_revision
from services.chassis.work import UnitOfWork
from services.supervision.storage import PROJECTION


async def revision(uow: UnitOfWork) -> int:
    """Grows each time the read models moved, whatever happens to streams."""
    return await read_revision(uow.connection, PROJECTION)
