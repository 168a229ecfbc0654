"""Files that were brought and not confirmed yet: kept so that their columns can be said anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from services.chassis.errors import NotFound
from services.chassis.importing.columns import Column
from services.chassis.work import UnitOfWork
from services.partnerships.storage.imports import Import
from services.partnerships.storage.tables import import_files


@dataclass(frozen=True)
class Upload:
    """A file, and its columns with what each was taken for."""

    content: bytes
    line: int
    columns: Sequence[Column]


class Uploads:
    """The files of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, of: Import, upload: Upload) -> None:
        """Keep the file of an import."""
        values = {
            "uai": of.uai,
            "import_id": of.id,
            "content": upload.content,
            "line": upload.line,
            "columns": [column.to_json() for column in upload.columns],
        }
        await self._uow.execute(insert(import_files).values(**values))

    async def get(self, import_id: UUID) -> Upload:
        """Raises NotFound, also once the import was confirmed."""
        statement = select(import_files).where(import_files.c.import_id == import_id)
        row = (await self._uow.execute(statement)).first()
        if row is None:
            raise NotFound
        # Not `row.columns`: a row has a method of that name.
        kept = row._mapping["columns"]  # noqa: SLF001 the documented way to a column so named
        return Upload(row.content, row.line, tuple(map(Column.from_json, kept)))

    async def any(self, import_id: UUID) -> bool:
        """Whether the file is still kept."""
        statement = select(import_files.c.line).where(import_files.c.import_id == import_id)
        return (await self._uow.execute(statement)).first() is not None

    async def say(self, import_id: UUID, line: int, columns: Sequence[Column]) -> None:
        """Keep where the headings are, and what the columns are."""
        await self._uow.execute(
            update(import_files)
            .where(import_files.c.import_id == import_id)
            .values(line=line, columns=[column.to_json() for column in columns])
        )

    async def remove(self, import_id: UUID) -> None:
        """Keep the file no longer."""
        await self._uow.execute(delete(import_files).where(import_files.c.import_id == import_id))
