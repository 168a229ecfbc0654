"""How long files of the training offer are kept."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, or_, select

from contracts.coordination.offer_files import OfferState
from services.chassis.privacy.retention import Due, Rule
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.offer_files.tables import OF_A_FILE, offer_files

KEPT = timedelta(days=5 * 365)
DELETED_KEPT = timedelta(days=365)
F = offer_files.c


async def old(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]:
    """Files that nobody changed for five years, and those that were deleted a year ago."""
    deleted = F.state == OfferState.DELETED.value
    statement = (
        select(F.file_id, F.formation)
        .where(or_(F.changed_at < now - KEPT, deleted & (F.changed_at < now - DELETED_KEPT)))
        .order_by(F.changed_at)
        .limit(limit)
    )
    return [Due(row.file_id, row.formation) for row in await uow.execute(statement)]


async def remove(uow: UnitOfWork, ids: Collection[UUID], _: datetime) -> Collection[UUID]:
    """What it says, with what is beside it; that it moved stays on the bus as codes."""
    those = list(ids)
    for table in (*OF_A_FILE, offer_files):
        await uow.execute(delete(table).where(table.c.file_id.in_(those)))
    return ids


RULES = (Rule("offer_files", "Dossiers d’évolution de l’offre", "5 ans", old, remove),)
