"""Imports and their lines, between the preview and the end."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    bindparam,
    case,
    delete,
    func,
    null,
    select,
    true,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import Uai
from contracts.partnerships.companies import ImportSource
from services.chassis.base.errors import NotFound
from services.chassis.files.cell_count import CellCount
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.chunks import in_pieces
from services.partnerships.import_columns.model.rejects import RejectedLine
from services.partnerships.import_plans.model.plan import Judged, Verdict
from services.partnerships.import_rows.model.row import ImportRow, RefusedRow
from services.partnerships.imports.store.lines import (
    PLACE,
    SHOWN,
    ImportLine,
    Place,
    finished_line,
    refused_line,
    shown_line,
    usable_line,
)
from services.partnerships.imports.tables import import_files, import_rows, imports

STATUSES = ("uploaded", "previewed", "running", "stopped", "completed", "undoing", "undone")


@dataclass(frozen=True)
class Import:
    """One import of a list; `status` is one of STATUSES."""

    id: UUID
    uai: Uai
    source: ImportSource
    file_name: str
    status: str
    previewed_at: datetime
    completed_at: datetime | None
    headings: Sequence[str] = ()
    sheet: str = ""
    unread_sheets: Sequence[str] = ()
    cells: CellCount | None = None
    """Where the cells of its file went when it was read; none where a release before did."""
    undone_at: datetime | None = None
    begun_by: UUID | None = None
    """Who confirmed it, or had it go on, last; None where nobody did, or a program."""
    begun_at: datetime | None = None


class Imports:
    """The imports of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, added: Import) -> None:
        """Record an import that somebody has to confirm."""
        values = {
            **vars(added),
            "import_id": added.id,
            "headings": list(added.headings),
            "unread_sheets": list(added.unread_sheets),
            "cells": None,
        }
        del values["id"]
        await self._uow.execute(insert(imports).values(**values))

    async def get(self, import_id: UUID, *, lock: bool = False) -> Import:
        """Raises NotFound, for another lycée's import too."""
        statement = select(imports).where(imports.c.import_id == import_id)
        row = (await self._uow.execute(statement.with_for_update() if lock else statement)).first()
        if row is None:
            raise NotFound
        return _import(row)

    async def latest(self, limit: int) -> Sequence[Import]:
        """The last imports, the most recent first."""
        statement = select(imports).order_by(imports.c.previewed_at.desc()).limit(limit)
        return [_import(row) for row in await self._uow.execute(statement)]

    async def set_status(self, import_id: UUID, status: str, at: datetime | None = None) -> None:
        """Move an import on; `at` is when it was completed, or undone."""
        when = {"completed": {"completed_at": at}, "undone": {"undone_at": at}}.get(status, {})
        await self._uow.execute(
            update(imports).where(imports.c.import_id == import_id).values(status=status, **when)
        )

    async def begin(self, import_id: UUID, *, by: UUID, now: datetime) -> None:
        """Note who has it recorded, and since when."""
        await self._uow.execute(
            update(imports)
            .where(imports.c.import_id == import_id)
            .values(begun_by=by, begun_at=now)
        )

    async def forget_file(self, import_id: UUID) -> None:
        """Keep nothing of what the file of an import held, but that it was brought."""
        nothing: dict[str, Any] = {"headings": [], "sheet": "", "unread_sheets": [], "cells": None}
        for table in (import_rows, import_files):
            await self._uow.execute(delete(table).where(table.c.import_id == import_id))
        await self._uow.execute(
            update(imports).where(imports.c.import_id == import_id).values(**nothing)
        )

    async def remove(self, import_id: UUID) -> None:
        """Forget an import nobody confirmed, with what its file held."""
        for table in (import_rows, import_files, imports):
            await self._uow.execute(delete(table).where(table.c.import_id == import_id))

    async def begin_again(self, about: Import) -> None:
        """The file is read another way: what it says of itself is kept, its lines are not."""
        told = ("status", "sheet", "previewed_at")
        values = {name: getattr(about, name) for name in told} | {
            "headings": list(about.headings),
            "unread_sheets": list(about.unread_sheets),
            "cells": about.cells.to_json() if about.cells else None,
        }
        await self._uow.execute(delete(import_rows).where(import_rows.c.import_id == about.id))
        await self._uow.execute(
            update(imports).where(imports.c.import_id == about.id).values(**values)
        )

    async def forget_waiting(self, import_id: UUID) -> None:
        """Keep no longer the lines whose turn will not come."""
        waiting = (import_rows.c.import_id == import_id, import_rows.c.done.is_(False))
        await self._uow.execute(delete(import_rows).where(*waiting))

    async def add_lines(
        self, to: Import, judged: Sequence[tuple[ImportRow, Judged]], refused: Sequence[RefusedRow]
    ) -> None:
        """Record what a file holds. Companies to be created have no id yet."""
        async for piece in in_pieces(judged):
            await self._uow.execute(
                insert(import_rows), [usable_line(to.uai, to.id, *one) for one in piece]
            )
        async for piece_refused in in_pieces(refused):
            await self._uow.execute(
                insert(import_rows), [refused_line(to.uai, to.id, r) for r in piece_refused]
            )

    async def waiting(self, import_id: UUID, limit: int) -> Sequence[ImportRow]:
        """The next lines to record, in order."""
        statement = (
            select(import_rows.c.line, import_rows.c["values"].label("kept"))
            .where(import_rows.c.import_id == import_id, import_rows.c.done.is_(False))
            .order_by(import_rows.c.line)
            .limit(limit)
        )
        found = (await self._uow.execute(statement)).all()
        rows: list[ImportRow] = []
        async for piece in in_pieces(found):
            rows += [ImportRow.from_json(row.line, row.kept) for row in piece]
        return rows

    async def finish_lines(self, import_id: UUID, judged: Sequence[Judged]) -> None:
        """Lines are recorded: keep what became of them, and no longer what they held.

        A line nobody answered for keeps what it held, as one that was rejected does.
        """
        those = (import_rows.c.import_id == import_id, import_rows.c.line == bindparam("at"))
        kept = case((bindparam("keeps", type_=Boolean), import_rows.c["values"]), else_=null())
        statement = (
            update(import_rows)
            .where(*those)
            .values(
                verdict=bindparam("became"),
                reason=bindparam("why"),
                company_id=bindparam("about"),
                values=kept,
                done=True,
            )
        )
        async for piece in in_pieces(judged):
            await self._uow.execute(statement, [finished_line(one) for one in piece])

    async def lines(
        self, import_id: UUID, after: Place, limit: int, only: Verdict | None = None
    ) -> Sequence[ImportLine]:
        """The lines that come after a place, those to look at first; `only` those of one verdict."""
        statement = (
            select(*SHOWN)
            .where(import_rows.c.import_id == import_id, tuple_(*PLACE) > after)
            .order_by(*PLACE)
            .limit(limit)
        )
        if only:
            statement = statement.where(import_rows.c.verdict == only)
        return [shown_line(row) for row in await self._uow.execute(statement)]

    async def keeps_rejected(self, import_id: UUID) -> bool:
        """Whether cells of lines left out are still kept."""
        statement = select(import_rows.c.line).where(*self._kept_rejected(import_id)).limit(1)
        return (await self._uow.execute(statement)).first() is not None

    def _kept_rejected(self, import_id: UUID) -> tuple[ColumnElement[bool], ...]:
        return (
            import_rows.c.import_id == import_id,
            import_rows.c.verdict == Verdict.REJECTED,
            import_rows.c["values"].is_not(None),
        )

    async def rejected(self, import_id: UUID) -> Sequence[RejectedLine]:
        """The lines left out whose cells are still kept, in order."""
        statement = (
            select(import_rows.c.line, import_rows.c["values"].label("kept"), import_rows.c.reason)
            .where(*self._kept_rejected(import_id))
            .order_by(import_rows.c.line)
        )
        return [
            RejectedLine(row.line, row.kept["cells"], row.reason)
            for row in await self._uow.execute(statement)
        ]

    async def cells_returned(self, import_id: UUID) -> int:
        """How many filled cells stand on lines that are given back, as long as those are kept."""
        held = func.jsonb_array_elements_text(import_rows.c["values"]["cells"]).table_valued("text")
        statement = (
            select(func.count())
            .select_from(import_rows)
            .join(held, true())
            .where(*self._kept_rejected(import_id), func.btrim(held.c.text) != "")
        )
        return int((await self._uow.execute(statement)).scalar_one())

    async def forget_rejected(self, import_id: UUID) -> None:
        """Keep no longer what the rejected lines held."""
        await self._uow.execute(
            update(import_rows)
            .where(import_rows.c.import_id == import_id, import_rows.c.verdict == Verdict.REJECTED)
            .values(values=None)
        )

    async def forget_companies(self, company_ids: Collection[UUID]) -> None:
        """Have no line lead to companies that are gone."""
        those = import_rows.c.company_id.in_(list(company_ids))
        await self._uow.execute(update(import_rows).where(those).values(company_id=None))

    async def left(self, import_id: UUID) -> int:
        """How many lines are still to be recorded."""
        statement = select(func.count()).where(
            import_rows.c.import_id == import_id, import_rows.c.done.is_(False)
        )
        return int((await self._uow.execute(statement)).scalar_one())

    async def counts(self, import_id: UUID, *, done: bool = False) -> dict[Verdict, int]:
        """How many lines become what; `done`: of those whose turn came."""
        statement = (
            select(import_rows.c.verdict, func.count().label("n"))
            .where(import_rows.c.import_id == import_id)
            .group_by(import_rows.c.verdict)
        )
        if done:
            statement = statement.where(import_rows.c.done)
        found = {Verdict(row.verdict): row.n for row in await self._uow.execute(statement)}
        return {verdict: found.get(verdict, 0) for verdict in Verdict}


def _import(row: Any) -> Import:
    return Import(
        id=row.import_id,
        uai=Uai(row.uai),
        source=ImportSource(row.source),
        file_name=row.file_name,
        status=row.status,
        previewed_at=row.previewed_at,
        completed_at=row.completed_at,
        headings=row.headings,
        sheet=row.sheet,
        unread_sheets=row.unread_sheets,
        cells=CellCount.from_json(row.cells),
        undone_at=row.undone_at,
        begun_by=row.begun_by,
        begun_at=row.begun_at,
    )
