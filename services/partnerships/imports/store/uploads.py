"""Files that were brought and not confirmed yet: kept so that their columns can be said anew."""

import base64
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from services.chassis.base.errors import NotFound
from services.chassis.files.columns import Column
from services.chassis.security.encrypted_files import closed, opened
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.import_files.store.files import ImportFile
from services.partnerships.imports.store.imports import Import
from services.partnerships.imports.tables import import_files


@dataclass(frozen=True)
class Upload:
    """A file, and its columns with what each was taken for."""

    content: bytes
    line: int
    columns: Sequence[Column]
    first_rows: Sequence[tuple[int, str]] = ()
    """Those that may be the headings."""
    hidden_sheets: Sequence[str] = ()
    """Those that the workbook does not show."""
    along: Sequence[str] = ()
    """Those that are read with the first one, for they have the same headings."""
    tables: int = 1
    """How many tables stand side by side."""
    unlikely: str = ""
    """What is said of names of companies that are something else."""
    clear: bool = False
    """Whether its lines are read without a question: its headings may be remembered unasked."""

    @classmethod
    def of(cls, read: ImportFile, content: bytes = b"") -> "Upload":
        """What is kept of a file that was read."""
        rows, hidden = read.first_rows, read.hidden_sheets
        told = (rows, hidden, read.along, read.tables, read.unlikely or "", read.clear)
        return cls(content, read.line, read.columns, *told)


class Uploads:
    """The files of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, of: Import, upload: Upload) -> None:
        """Keep the file of an import."""
        values = {
            "uai": of.uai,
            "import_id": of.id,
            "content": await closed(self._uow.links.key, upload.content),
            "line": upload.line,
            "columns": await self._held(upload),
        }
        await self._uow.execute(insert(import_files).values(**values))

    async def get(self, import_id: UUID) -> Upload:
        """Raises NotFound, also once the import was confirmed."""
        statement = select(import_files).where(import_files.c.import_id == import_id)
        row = (await self._uow.execute(statement)).first()
        if row is None:
            raise NotFound
        return await self._read(row, await opened(self._uow.links.key, row.content))

    async def any(self, import_id: UUID) -> bool:
        """Whether the file is still kept."""
        statement = select(import_files.c.line).where(import_files.c.import_id == import_id)
        return (await self._uow.execute(statement)).first() is not None

    async def waiting(self, import_ids: Collection[UUID]) -> frozenset[UUID]:
        """Those of these imports whose file is still kept."""
        one = import_files.c.import_id
        statement = select(one).where(one.in_(list(import_ids)))
        return frozenset((await self._uow.execute(statement)).scalars())

    async def say(self, import_id: UUID, read: ImportFile) -> None:
        """Keep where the headings are, and what the columns are."""
        told = Upload.of(read)
        await self._uow.execute(
            update(import_files)
            .where(import_files.c.import_id == import_id)
            .values(line=read.line, columns=await self._held(told))
        )

    async def _held(self, upload: Upload) -> Sequence[Mapping[str, Any]]:
        """The columns as they are kept: what they and the first rows hold closed, as the file is."""
        samples = [column.samples for column in upload.columns]
        told = {
            "samples": samples,
            "rows": list(upload.first_rows),
            "hidden": list(upload.hidden_sheets),
            "along": list(upload.along),
            "tables": upload.tables,
            "unlikely": upload.unlikely,
            "clear": upload.clear,
        }
        kept = await closed(self._uow.links.key, json.dumps(told).encode())
        held = base64.b64encode(kept).decode()
        return [{"held": held}, *({**one.to_json(), "samples": ()} for one in upload.columns)]

    async def _read(self, row: Any, content: bytes) -> Upload:
        # Not `row.columns`: a row has a method of that name.
        kept = row._mapping["columns"]  # noqa: SLF001 the documented way to a column so named
        if not kept or "held" not in kept[0]:  # it waited at the upgrade
            return Upload(content, row.line, tuple(map(Column.from_json, kept)))
        held = json.loads(await opened(self._uow.links.key, base64.b64decode(kept[0]["held"])))
        told = zip(kept[1:], held["samples"], strict=True)
        columns = tuple(Column.from_json({**one, "samples": samples}) for one, samples in told)
        return Upload(
            content,
            row.line,
            columns,
            first_rows=[(line, text) for line, text in held["rows"]],
            hidden_sheets=held.get("hidden", ()),
            along=held.get("along", ()),
            tables=held.get("tables", 1),
            unlikely=held.get("unlikely", ""),
            clear=held.get("clear", False),
        )

    async def remove(self, import_id: UUID) -> None:
        """Keep the file no longer."""
        await self._uow.execute(delete(import_files).where(import_files.c.import_id == import_id))
