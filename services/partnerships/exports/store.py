"""What lycées take to other programs: each lycée's own, shared by its bureau."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.exports.model import (
    Encoding,
    ExportField,
    ExportMapping,
    FileKind,
    MappedColumn,
    MappingContent,
    Separator,
)
from services.partnerships.exports.tables import export_mappings

E = export_mappings.c


class ExportMappings:
    """The mappings of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, mapping: ExportMapping) -> None:
        """Record a new one."""
        given = {"uai": mapping.uai, "mapping_id": mapping.id}
        await self._uow.execute(insert(export_mappings).values(**given, **_changing(mapping)))

    async def save(self, mapping: ExportMapping) -> None:
        """Record the present state of a known one."""
        those = update(export_mappings).where(E.mapping_id == mapping.id)
        await self._uow.execute(those.values(**_changing(mapping)))

    async def get(
        self, mapping_id: UUID, *, lock: bool = False, removed: bool = False
    ) -> ExportMapping:
        """One that may be `removed` too. Raises NotFound, for another lycée's too."""
        statement = select(export_mappings).where(E.mapping_id == mapping_id)
        if not removed:
            statement = statement.where(E.removed_at.is_(None))
        row = (await self._uow.execute(statement.with_for_update() if lock else statement)).first()
        if row is None:
            raise NotFound
        return _read(row)

    async def remove(self, mapping_id: UUID, removed_at: datetime | None) -> None:
        """Offer it no more, or put it back (None)."""
        those = update(export_mappings).where(E.mapping_id == mapping_id)
        await self._uow.execute(those.values(removed_at=removed_at))

    async def all(self) -> Sequence[ExportMapping]:
        """By name."""
        return await MAPPINGS.of(self._uow, {})


def _changing(mapping: ExportMapping) -> dict[str, Any]:
    content = mapping.content
    return {
        "name": content.name,
        "columns": [[one.field.value, one.heading] for one in content.columns],
        "kind": content.kind,
        "separator": content.separator,
        "encoding": content.encoding,
        "version": mapping.version,
    }


def _read(row: Any) -> ExportMapping:
    content = MappingContent(
        name=row.name,
        columns=tuple(MappedColumn(ExportField(field), text) for field, text in row.columns),
        kind=FileKind(row.kind),
        separator=Separator(row.separator),
        encoding=Encoding(row.encoding),
    )
    return ExportMapping(row.mapping_id, Uai(row.uai), content, row.version)


MAPPINGS = Reading(
    select(export_mappings)
    .where(E.removed_at.is_(None))
    .order_by(func.lower(E.name), E.mapping_id),
    lambda rows: [_read(one) for one in rows],
)
"""The mappings of the lycées in scope, by name."""
