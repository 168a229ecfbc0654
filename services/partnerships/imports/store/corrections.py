"""Lines of an import nobody confirmed yet: corrected in place, answered for, judged again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, or_, select, update

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.chunks import in_pieces
from services.partnerships.import_cells.model.line_numbers import line_number
from services.partnerships.import_columns.model.rejects import RejectedLine
from services.partnerships.import_plans.model.people import as_answered
from services.partnerships.import_plans.model.plan import Judged, Verdict
from services.partnerships.import_rows.model.answers import Answer, Doubt
from services.partnerships.import_rows.model.questions import Question, Questions
from services.partnerships.import_rows.model.row import Alike, ImportRow, Origin, RefusedRow
from services.partnerships.imports.tables import import_rows

LINE_MAX = 2**31 - 1
"""What the column of lines holds."""
LINES_AT_ONCE = 500
"""Lines that one statement names."""


@dataclass(frozen=True)
class Amended:
    """What somebody typed and answered about a line."""

    typed: Mapping[str, str]
    answers: frozenset[Answer]
    alike: Alike | None

    def less(self, answers: frozenset[Answer]) -> "Amended":
        """The same, without these answers."""
        return replace(self, answers=self.answers - answers)

    def answering(self, row: ImportRow) -> ImportRow:
        """The line read anew, with what was answered."""
        return as_answered(replace(row, answers=self.answers, alike=self.alike))


@dataclass(frozen=True)
class KeptLine:
    """A line as it is kept until the import is confirmed."""

    line: int
    origin: Origin
    verdict: Verdict
    reason: str
    amended: Amended

    @property
    def shown(self) -> str:
        """The number of the line as people read it."""
        return line_number(self.line)


class ImportCorrections:
    """The lines of one import that can still be corrected."""

    def __init__(self, uow: UnitOfWork, import_id: UUID) -> None:
        self._uow = uow
        self._own = import_rows.c.import_id == import_id

    async def get(self, line: int) -> KeptLine:
        """Raises NotFound, also of a line whose cells are kept no longer."""
        if not 0 < line <= LINE_MAX:
            raise NotFound
        kept = import_rows.c["values"]
        statement = select(
            import_rows.c.line, import_rows.c.verdict, import_rows.c.reason, kept.label("kept")
        ).where(self._own, import_rows.c.line == line, kept.has_key("at"))
        row = (await self._uow.execute(statement)).first()
        if row is None:
            raise NotFound
        return KeptLine(
            row.line,
            Origin.from_json(row.kept),
            Verdict(row.verdict),
            row.reason,
            _amended(row.kept),
        )

    async def put(self, read: ImportRow | RefusedRow) -> None:
        """Keep a line as it was read anew; what becomes of it is judged after that."""
        values: dict[str, Any]
        if isinstance(read, RefusedRow):
            values = {"name": read.name, "values": read.origin.to_json(), "done": True}
            values |= {"verdict": Verdict.REJECTED, "reason": read.reason}
        else:
            values = {"name": read.company.name, "values": read.to_json(), "done": False}
        here = (self._own, import_rows.c.line == read.line)
        await self._uow.execute(update(import_rows).where(*here).values(**values))

    async def questions(self, sheet: str) -> Mapping[Doubt, Questions]:
        """All that is asked about the lines of the sheet that is read, in order."""
        kept = import_rows.c["values"]
        optional = and_(import_rows.c.done.is_(False), kept["optional"].astext.is_not(None))
        statement = (
            select(
                *(import_rows.c.line, import_rows.c.name, import_rows.c.reason),
                import_rows.c.verdict,
                kept["doubt"].astext.label("doubt"),
                kept["question"].astext.label("question"),
                kept["optional"].astext.label("optional"),
                kept["answers"].label("answers"),
                kept["alike"].label("alike"),
            )
            .where(self._own, or_(import_rows.c.verdict == Verdict.ASKED, optional))
            .order_by(import_rows.c.line)
        )
        found = {kind: Questions(sheet) for kind in Doubt}
        async for piece in in_pieces((await self._uow.execute(statement)).all()):
            for row in piece:
                kind = _kind(row)
                found[kind].add(Question(row.line, row.name, row.reason, kind, row.alike))
        return found

    async def unanswered(self) -> Sequence[RejectedLine]:
        """The lines that would be left out if nobody answered, with what is asked."""
        kept = import_rows.c["values"]
        statement = (
            select(import_rows.c.line, kept["cells"].label("cells"), import_rows.c.reason)
            .where(self._own, import_rows.c.verdict == Verdict.ASKED)
            .order_by(import_rows.c.line)
        )
        rows = await self._uow.execute(statement)
        return [RejectedLine(row.line, row.cells, row.reason) for row in rows]

    async def rows(self, lines: Sequence[int]) -> Sequence[ImportRow]:
        """Some lines that can be used."""
        rows: list[ImportRow] = []
        async for piece in in_pieces(lines, size=LINES_AT_ONCE):
            rows += await self._rows(import_rows.c.line.in_(list(piece)))
        return rows

    async def after(self, line: int, limit: int) -> Sequence[ImportRow]:
        """The next lines that can be used, in order."""
        return await self._rows(import_rows.c.line > line, limit=limit)

    async def _rows(self, *where: Any, limit: int | None = None) -> Sequence[ImportRow]:
        statement = (
            select(import_rows.c.line, import_rows.c["values"].label("kept"))
            .where(self._own, import_rows.c.done.is_(False), *where)
            .order_by(import_rows.c.line)
            .limit(limit)
        )
        rows: list[ImportRow] = []
        async for piece in in_pieces((await self._uow.execute(statement)).all()):
            rows += [ImportRow.from_json(row.line, row.kept) for row in piece]
        return rows

    async def judge(self, judged: Sequence[Judged]) -> None:
        """Keep what would become of lines now."""
        statement = (
            update(import_rows)
            .where(self._own, import_rows.c.line == bindparam("at"))
            .values(verdict=bindparam("becomes"), reason=bindparam("why"))
        )
        async for piece in in_pieces(judged):
            told = [{"at": j.line, "becomes": j.verdict, "why": j.reason} for j in piece]
            await self._uow.execute(statement, told)

    async def amended(self) -> Mapping[int, Amended]:
        """What was typed and answered so far, by line."""
        kept = import_rows.c["values"]
        statement = select(
            import_rows.c.line,
            kept["typed"].label("typed"),
            kept["answers"].label("answers"),
            kept["alike"].label("alike"),
        ).where(self._own, kept.has_key("at"))
        return {
            row.line: _amended({"typed": row.typed, "answers": row.answers, "alike": row.alike})
            for row in await self._uow.execute(statement)
            if row.typed or row.answers
        }


def _amended(kept: Mapping[str, Any]) -> Amended:
    alike, answers = kept.get("alike"), kept.get("answers") or ()
    return Amended(
        kept.get("typed") or {}, frozenset(map(Answer, answers)), Alike(**alike) if alike else None
    )


def _kind(row: Any) -> Doubt:
    """What is asked about a line; one of a preview of before the upgrade does not say it by itself."""
    told = row.question if row.verdict == Verdict.ASKED else row.optional
    if told:
        return Doubt(told)
    return (
        Doubt(row.doubt) if row.doubt and Answer.CREATE not in (row.answers or ()) else Doubt.ALIKE
    )
