"""A year of a committee taken away: a workbook, and a PDF a screen reader reads."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import SchoolYear
from contracts.words import plain
from services.chassis.documents.typesetting import PDF, typeset
from services.chassis.exports.file_answer import WORKBOOK, about, begin_piece
from services.chassis.exports.linked_workbook import LinkedSheet, linked_workbook
from services.chassis.exports.sheet import DEMONSTRATION, Column
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.router import Router
from services.chassis.web.views.french import typo
from services.coordination.committee_years import labels
from services.coordination.committee_years.model import AxesOfYear
from services.coordination.committee_years.pages.axes import ask_axes
from services.coordination.committee_years.pages.year import current_year
from services.coordination.committee_years.queries import CommitteeYear, read_year
from services.coordination.committees.labels import KINDS_IN_FULL
from services.coordination.permissions import MANAGE_COMMITTEES

router = Router()
_YEAR = "/comites/{committee_id}/bilan"
_TEXT = (Path(__file__).parent.parent / "templates" / "year.typ").read_bytes()
NARROW, WIDE = 16, 60
NAME_MAX = 60
_ELSE = re.compile("[^a-z0-9]+")


@router.page(f"{_YEAR}.xlsx", action=MANAGE_COMMITTEES)
async def year_workbook(
    request: Request, committee_id: UUID, annee: SchoolYear | None = None
) -> Response:
    """The year as a workbook."""
    told, axes = await _told(request, committee_id, annee)
    above = about(request, f"{_title(told)}, {told.committee.details.name}", _known(told))
    content = await linked_workbook(_title(told), told.until, list(_sheets(told, axes, above)))
    return _file(told, "xlsx", WORKBOOK, content)


@router.page(f"{_YEAR}.pdf", action=MANAGE_COMMITTEES)
async def year_print(
    request: Request, committee_id: UUID, annee: SchoolYear | None = None
) -> Response:
    """The year on paper."""
    told, axes = await _told(request, committee_id, annee)
    department = f"Département {runtime_of(request).settings.department}"
    warning = DEMONSTRATION if request.app.state.look.demonstration else ""
    return _file(told, "pdf", PDF, await typeset(_TEXT, _printed(told, axes, department, warning)))


async def _told(
    request: Request, committee_id: UUID, year: SchoolYear | None
) -> tuple[CommitteeYear, AxesOfYear | None]:
    async with begin_piece(request) as uow:
        shown = year or current_year(uow)
        told = await read_year(uow, committee_id, shown)
        return told, await ask_axes(request, uow, committee_id, shown)


def _title(told: CommitteeYear) -> str:
    return f"Bilan {told.year}"


def _known(told: CommitteeYear) -> str:
    return labels.known_on(told).rstrip(".")


def _sheets(
    told: CommitteeYear, axes: AxesOfYear | None, above: Sequence[str]
) -> Iterator[LinkedSheet]:
    words = told.words.text.splitlines() if told.words and told.words.text else []
    said = [[line, ""] for line in words if line.strip()]
    facts = [list(one) for one in labels.essentials(told)]
    first = (Column("Bilan", WIDE), Column("Chiffre", 40))
    yield LinkedSheet("Bilan", above, first, [*facts, *([["", ""], *said] if said else [])])
    meetings = [list(labels.meeting_line(one)) for one in told.meetings]
    yield _sheet("Réunions", above, labels.MEETING_COLUMNS, meetings)
    decisions = [list(labels.decision_line(one)) for one in (*told.taken, *told.earlier)]
    yield _sheet("Décisions", above, labels.DECISION_COLUMNS, decisions, wide=(0,))
    by_axis = [list(one) for one in labels.axis_lines(told, axes, leaving=True)]
    known = [*above, labels.axes_known(axes, leaving=True)]
    yield _sheet("Axes", known, labels.AXIS_COLUMNS, by_axis, wide=(0,))
    plan = [[of.name, *labels.plan_line(one)] for of in told.axes for one in of.lines]
    yield _sheet("Cadre d’actions", above, ("Axe", *labels.PLAN_COLUMNS), plan, wide=(0, 1, 5))
    seats = [list(one) for one in labels.seat_lines(told)]
    yield _sheet("Membres", above, labels.SEAT_COLUMNS, seats, wide=(0,))


def _sheet(
    name: str,
    above: Sequence[str],
    titles: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    wide: Sequence[int] = (),
) -> LinkedSheet:
    columns = [Column(one, WIDE if n in wide else NARROW) for n, one in enumerate(titles)]
    return LinkedSheet(name, above, columns, rows)


def _printed(
    told: CommitteeYear, axes: AxesOfYear | None, department: str, warning: str
) -> dict[str, object]:
    """What `year.typ` prints, all of it text."""
    details, words = told.committee.details, told.words
    said = words.text.splitlines() if words and words.text else []
    return {
        "title": f"{_title(told)}, {typo(details.name)}",
        "lead": [KINDS_IN_FULL[details.kind], *filter(None, [_known(told)])],
        "author": f"Animation du réseau, {department}",
        "department": department,
        "day": [told.until.year, told.until.month, told.until.day],
        "warning": warning,
        "words": [typo(line.strip()) for line in said if line.strip()],
        "essentials": [list(one) for one in labels.essentials(told)],
        "meetings": [list(labels.meeting_line(one)) for one in told.meetings],
        "meeting_columns": labels.MEETING_COLUMNS,
        "decisions": [_typed(labels.decision_line(one)) for one in told.taken],
        "earlier": [_typed(labels.decision_line(one)) for one in told.earlier],
        "decision_columns": labels.DECISION_COLUMNS,
        "axis_columns": labels.AXIS_COLUMNS,
        "axis_lines": [_typed(one) for one in labels.axis_lines(told, axes, leaving=True)],
        "axes_known": labels.axes_known(axes, leaving=True),
        "axes": [
            [of.name, [_typed(labels.plan_line(one)) for one in of.lines]]
            for of in told.axes
            if of.lines
        ],
        "plan_columns": labels.PLAN_COLUMNS,
        "seats": [_typed(one) for one in labels.seat_lines(told)],
        "seat_columns": labels.SEAT_COLUMNS,
    }


def _typed(line: Sequence[str]) -> list[str]:
    return [typo(one) for one in line]


def _file(told: CommitteeYear, kind: str, media_type: str, content: bytes) -> Response:
    called = _ELSE.sub("-", plain(told.committee.details.name)).strip("-")[:NAME_MAX].strip("-")
    name = f"bilan-{called or 'comite'}-{told.year}.{kind}"
    return Response(
        content,
        media_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
