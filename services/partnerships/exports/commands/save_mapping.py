"""A bureau saves which columns it takes to another program."""

from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.exports.model import ExportMapping, MappingContent
from services.partnerships.exports.store import ExportMappings


async def save_mapping(uow: UnitOfWork, *, content: MappingContent, uai: Uai | None = None) -> UUID:
    """Save it under a name (modèle d'export), and return its id.

    Raises MappingWithoutColumns, LyceeNotChosen.
    """
    lycee = uow.writing_for(uai)
    content.check()
    mapping = ExportMapping(uow.new_id(), lycee, content)
    await ExportMappings(uow).add(mapping)
    return mapping.id
