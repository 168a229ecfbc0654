"""A bureau puts back what it removed."""

from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.exports.store import ExportMappings


async def put_back_mapping(uow: UnitOfWork, *, mapping_id: UUID) -> None:
    """Put it back (modèle remis), as it was. Raises NotFound."""
    mappings = ExportMappings(uow)
    mapping = await mappings.get(mapping_id, lock=True, removed=True)
    await mappings.remove(mapping.id, None)
