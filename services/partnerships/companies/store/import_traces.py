"""The register of what an import makes beside a card: each feature says how its own rows are read and taken back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import Table

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.companies.model.imported_rows import ImportedKind, ImportedRow


class ReadRows(Protocol):
    """Reads the rows a lycée has at some companies, whether an import made them or not."""

    async def __call__(
        self, uow: UnitOfWork, *, uai: Uai, company_ids: Collection[UUID]
    ) -> Sequence[ImportedRow]: ...


class TakeBack(Protocol):
    """Takes away rows that an import made, given as (company, row)."""

    async def __call__(
        self, uow: UnitOfWork, *, rows: Sequence[tuple[UUID, UUID]], now: datetime
    ) -> None: ...


@dataclass(frozen=True)
class ImportTrace:
    """What an import makes in one table of a feature."""

    table: Table
    kind: ImportedKind
    read: ReadRows
    take_back: TakeBack
    locked: bool = False
    """Whether rows are held still while an import is undone, as people correct them."""


class ImportTraces:
    """What features registered."""

    def __init__(self) -> None:
        self._by_column: dict[str, ImportTrace] = {}

    def add(self, trace: ImportTrace) -> None:
        """Register what an import makes in one table; each once."""
        self._by_column[trace.kind.column] = trace

    @property
    def all(self) -> Sequence[ImportTrace]:
        """The traces of all features, in the order they are spoken of."""
        return sorted(self._by_column.values(), key=lambda one: one.kind.place)


IMPORT_TRACES = ImportTraces()
