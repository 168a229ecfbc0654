"""The rows of the table of imported lines: what is kept of a line, and what is shown of it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import and_, case, or_

from contracts.identifiers import Uai
from services.partnerships.import_cells.model.line_numbers import line_number
from services.partnerships.import_plans.model.plan import Judged, Verdict
from services.partnerships.import_rows.model.questions import Question
from services.partnerships.import_rows.model.row import ImportRow, RefusedRow
from services.partnerships.imports.tables import import_rows

UNANSWERED = "Laissée de côté sans réponse. "
_IN_DOUBT = or_(
    import_rows.c.verdict == Verdict.REJECTED,
    and_(import_rows.c.done.is_(False), import_rows.c["values"]["optional"].astext.is_not(None)),
)
RANK_MAX = 2
_RANK = case((import_rows.c.verdict == Verdict.ASKED, 0), (_IN_DOUBT, 1), else_=RANK_MAX)
PLACE = (_RANK, import_rows.c.line)
"""Where a line stands on the page: those that wait for an answer, those to look at, the others."""
SHOWN = (*import_rows.c, _RANK.label("rank"))

Place = tuple[int, int]
START: Place = (0, 0)


@dataclass(frozen=True)
class ImportLine:
    """One line as shown: what becomes of it and why."""

    line: int
    name: str
    verdict: Verdict
    reason: str
    company_id: UUID | None
    done: bool = True
    """Whether it was recorded, or left out; otherwise its turn has not come."""
    question: Question | None = None
    """What somebody is asked about it."""
    correctable: bool = False
    """Whether what it holds is still kept."""
    row: ImportRow | None = None
    """What was understood of it, until it is recorded."""
    place: Place = START
    """Where it stands on the page."""

    @property
    def in_doubt(self) -> bool:
        """Whether somebody has to look at it."""
        return self.place[0] < RANK_MAX

    @property
    def shown(self) -> str:
        """The number of the line as people read it."""
        return line_number(self.line)


def usable_line(uai: Uai, import_id: UUID, row: ImportRow, judged: Judged) -> dict[str, Any]:
    """A line that can be used, until it is recorded."""
    return {
        "uai": uai,
        "import_id": import_id,
        "line": row.line,
        "name": row.company.name,
        "verdict": judged.verdict,
        "reason": judged.reason,
        "company_id": None,
        "values": row.to_json(),
        "done": False,
    }


def finished_line(judged: Judged) -> dict[str, Any]:
    """What became of a line; one nobody answered for is left out."""
    unanswered = judged.verdict is Verdict.ASKED
    return {
        "at": judged.line,
        "became": Verdict.REJECTED if unanswered else judged.verdict,
        "why": f"{UNANSWERED}{judged.reason}" if unanswered else judged.reason,
        "about": judged.company_id,
        "keeps": unanswered,
    }


def shown_line(row: Any) -> ImportLine:
    """A line as it is shown."""
    kept = row._mapping["values"]  # noqa: SLF001 the documented way to a column so named
    usable = ImportRow.from_json(row.line, kept) if kept and not row.done else None
    return ImportLine(
        row.line,
        row.name,
        Verdict(row.verdict),
        row.reason,
        row.company_id,
        row.done,
        _question(row, usable) if usable else None,
        bool(kept and "at" in kept),
        usable,
        (row.rank, row.line),
    )


def _question(row: Any, usable: ImportRow) -> Question | None:
    kind = usable.question if row.verdict == Verdict.ASKED else usable.optional
    if kind is None:
        return None
    alike = vars(usable.alike) if usable.alike else None
    return Question(row.line, row.name, row.reason, kind, alike)


def refused_line(uai: Uai, import_id: UUID, row: RefusedRow) -> dict[str, Any]:
    """A line that is left out."""
    return {
        "uai": uai,
        "import_id": import_id,
        "line": row.line,
        "name": row.name,
        "verdict": Verdict.REJECTED,
        "reason": row.reason,
        "company_id": None,
        "values": row.origin.to_json() if row.cells else None,
        "done": True,
    }
