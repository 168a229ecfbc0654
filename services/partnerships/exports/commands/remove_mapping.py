"""A bureau takes nothing to another program any more."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.exports.store import ExportMappings


async def remove_mapping(uow: UnitOfWork, *, mapping_id: UUID, now: datetime) -> None:
    """Remove it (modèle supprimé); for a month it can be put back. Raises NotFound."""
    mappings = ExportMappings(uow)
    mapping = await mappings.get(mapping_id, lock=True)
    await mappings.remove(mapping.id, now)
