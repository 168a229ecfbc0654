"""A bureau takes other columns to another program."""

from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.exports.model import MappingContent
from services.partnerships.exports.store import ExportMappings


async def change_mapping(
    uow: UnitOfWork, *, mapping_id: UUID, version: int, content: MappingContent
) -> None:
    """Change it. Raises NotFound, StaleVersion, MappingWithoutColumns."""
    mappings = ExportMappings(uow)
    mapping = await mappings.get(mapping_id, lock=True)
    mapping.change(version, content)
    await mappings.save(mapping)
