"""Commands of an export’s model: saved, changed, removed, put back."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.exports.model import ExportMapping, MappingContent
from services.partnerships.exports.store import ExportMappings


async def change_mapping(
    uow: UnitOfWork, *, mapping_id: UUID, version: int, content: MappingContent
) -> None:
    """Change it. Raises NotFound, StaleVersion, MappingWithoutColumns."""
    mappings = ExportMappings(uow)
    mapping = await mappings.get(mapping_id, lock=True)
    mapping.change(version, content)
    await mappings.save(mapping)


async def put_back_mapping(uow: UnitOfWork, *, mapping_id: UUID) -> None:
    """Put it back (modèle remis), as it was. Raises NotFound."""
    mappings = ExportMappings(uow)
    mapping = await mappings.get(mapping_id, lock=True, removed=True)
    await mappings.remove(mapping.id, None)


async def remove_mapping(uow: UnitOfWork, *, mapping_id: UUID, now: datetime) -> None:
    """Remove it (modèle supprimé); for a month it can be put back. Raises NotFound."""
    mappings = ExportMappings(uow)
    mapping = await mappings.get(mapping_id, lock=True)
    await mappings.remove(mapping.id, now)


async def save_mapping(uow: UnitOfWork, *, content: MappingContent, uai: Uai | None = None) -> UUID:
    """Save it under a name (modèle d'export), and return its id.

    Raises MappingWithoutColumns, LyceeNotChosen.
    """
    lycee = uow.writing_for(uai)
    content.check()
    mapping = ExportMapping(uow.new_id(), lycee, content)
    await ExportMappings(uow).add(mapping)
    return mapping.id
