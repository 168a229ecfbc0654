"""Importing a roster: a file, a preview where doubts are settled, then one transaction.

The preview is kept by the page itself, not in the database: names are recorded once, in `pupils`,
and a preview nobody finishes leaves nothing behind.
"""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Request, Response
from pydantic import Field, TypeAdapter, ValidationError

from contracts.identifiers import SchoolYear, Uai
from services.chassis.importing.apart import FILE_BYTES_MAX
from services.chassis.web.forms import Typed, form_of
from services.chassis.web.french import plural
from services.chassis.web.rendering import see_other
from services.chassis.web.routing import RequestUnitOfWork, Router
from services.chassis.work import UnitOfWork
from services.internships.domain.roster import Decision, Verdict
from services.internships.domain.roster_file import (
    MAX_CELL_CHARACTERS,
    BadRow,
    RosterRow,
    RosterUnreadable,
    place_of,
)
from services.internships.domain.tally import local_date
from services.internships.pages.drawing import draw
from services.internships.pages.forms import RosterFileForm, RosterForm
from services.internships.permissions import MANAGE_PUPILS
from services.internships.queries.pupils import preview_roster, read_formations
from services.internships.storage.roster_files import read_roster
from services.internships.use_cases.import_roster import Review, RosterOutcome, import_roster

router = Router()
CHUNK_ROWS = 25
"""Rows in one hidden field: well under what the chassis keeps of a field."""

_Cell = Annotated[str, Field(min_length=1, max_length=MAX_CELL_CHARACTERS)]
_Born = Annotated[str, Field(pattern=r"^(\d{4}-\d{2}-\d{2})?$")]
_CHUNK = TypeAdapter(list[tuple[int, _Cell, _Cell, _Cell, _Born]])


@router.page("/pfmp/eleves/import", action=MANAGE_PUPILS)
async def choose_file(request: Request, uow: RequestUnitOfWork) -> Response:
    """A form to choose a file."""
    year = SchoolYear.of(local_date(uow.now))
    return await _choose_file(request, uow, Typed.blank(RosterFileForm, school_year=year))


async def _choose_file(request: Request, uow: UnitOfWork, typed: Typed[RosterFileForm]) -> Response:
    year = SchoolYear.of(local_date(uow.now))
    first = int(year[:4]) + 1
    return draw(
        request,
        "roster_file",
        typed=typed,
        years=[(y, y) for y in (year, SchoolYear(f"{first}-{first + 1}"))],
        formations=await read_formations(uow, uow.scope.uais),
    )


@router.form(
    "/pfmp/eleves/import/apercu", action=MANAGE_PUPILS, redisplay=_choose_file, recorded=False
)
async def preview(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[RosterFileForm], form_of(RosterFileForm)],
) -> Response:
    """Show what importing the file would do; nothing is recorded."""
    form = typed.model
    uai = uow.writing_for(form.uai)
    roster = await read_roster(await form.file.read(FILE_BYTES_MAX + 1))
    shown = Typed.blank(
        RosterForm,
        uai=uai,
        school_year=form.school_year,
        rows=pack(roster.rows),
        on=local_date(uow.now),
    )
    return await _render_preview(request, uow, shown, roster.rows, roster.bad)


async def _preview_again(request: Request, uow: UnitOfWork, typed: Typed[RosterForm]) -> Response:
    if {"school_year", "uai", "rows"} & set(
        typed.errors
    ):  # hidden fields: only the file mends them
        again = Typed.blank(RosterFileForm, school_year=SchoolYear.of(local_date(uow.now)))
        return await _choose_file(
            request, uow, again.saying("Choisissez de nouveau votre fichier.")
        )
    bad = [
        BadRow(int(line), reason)
        for line, reason in _pairs(typed.chosen("bad"))
        if line.isdecimal()
    ]
    return await _render_preview(request, uow, typed, unpack(typed.chosen("rows")), bad)


async def _render_preview(
    request: Request,
    uow: UnitOfWork,
    typed: Typed[RosterForm],
    rows: Sequence[RosterRow],
    bad: Sequence[BadRow],
) -> Response:
    shown = await preview_roster(
        uow,
        uai=uow.writing_for(Uai(typed.value("uai")) if typed.value("uai") else None),
        rows=rows,
        school_year=SchoolYear(typed.value("school_year")),
        renames=_renames(typed.chosen("renaming")) if "asked" in typed.values else None,
    )
    to_check = [row for row in shown.plan.rows if row.to_check]
    return draw(
        request,
        "roster_preview",
        typed=typed,
        preview=shown,
        bad=bad,
        created=shown.plan.of(Verdict.CREATED),
        known=shown.plan.of(Verdict.KNOWN),
        repeated=shown.plan.of(Verdict.REPEATED),
        to_check=to_check,
        asked=",".join(str(row.row.line) for row in to_check),
        place_of=place_of,
        today=local_date(uow.now),
        leaving={pupil for pupil, _ in _pairs(typed.chosen("leaving"))},
        returning={pupil for pupil, _ in _pairs(typed.chosen("returning"))},
        following=dict(_pairs(typed.chosen("following"))),
        deciding=dict(_pairs(typed.chosen("deciding"))),
    )


@router.form("/pfmp/eleves/import", action=MANAGE_PUPILS, redisplay=_preview_again)
async def record(
    uow: RequestUnitOfWork, typed: Annotated[Typed[RosterForm], form_of(RosterForm)]
) -> Response:
    """Record the previewed roster."""
    form = typed.model
    outcome = await import_roster(
        uow,
        rows=unpack(form.rows),
        formations=_formations(form.following),
        decisions=_decisions(form.deciding),
        school_year=form.school_year,
        review=_review(form),
        uai=form.uai,
        now=uow.now,
    )
    return see_other("/pfmp/eleves", notice=_sentence(outcome))


def pack(rows: Sequence[RosterRow]) -> list[str]:
    """Rows as the hidden fields of the preview."""
    cells = [(r.line, r.last_name, r.first_name, r.class_label, r.born) for r in rows]
    chunks = [cells[start : start + CHUNK_ROWS] for start in range(0, len(cells), CHUNK_ROWS)]
    return [_CHUNK.dump_json(chunk).decode() for chunk in chunks]


def unpack(chunks: Sequence[str]) -> list[RosterRow]:
    """Read hidden fields again. Raises RosterUnreadable: somebody changed them."""
    try:
        return [RosterRow(*cells) for chunk in chunks for cells in _CHUNK.validate_json(chunk)]
    except ValidationError as broken:
        raise RosterUnreadable from broken


def _pairs(values: Sequence[str]) -> list[tuple[str, str]]:
    return [(key, value) for key, colon, value in (v.partition(":") for v in values) if colon]


def _formations(following: Sequence[str]) -> dict[str, UUID]:
    try:
        return {key: UUID(formation) for key, formation in _pairs(following)}
    except ValueError as broken:
        raise RosterUnreadable from broken


def _decisions(deciding: Sequence[str]) -> dict[int, Decision]:
    try:
        return {int(line): Decision(decision) for line, decision in _pairs(deciding)}
    except ValueError as broken:
        raise RosterUnreadable from broken


def _renames(renaming: Sequence[str]) -> dict[str, str]:
    return {new: old for new, old in _pairs(renaming) if old}


def _review(form: RosterForm) -> Review:
    try:
        return Review(
            renames=_renames(form.renaming),
            leaving={UUID(pupil): int(version) for pupil, version in _pairs(form.leaving)},
            left_on=form.on,
            returning={UUID(pupil): int(version) for pupil, version in _pairs(form.returning)},
            asked={int(line) for line in form.asked.split(",") if line},
        )
    except ValueError as broken:
        raise RosterUnreadable from broken


def _sentence(outcome: RosterOutcome) -> str:
    parts = [plural(outcome.created, "élève ajouté", "élèves ajoutés")]
    if outcome.known:
        parts.append(plural(outcome.known, "déjà là", "déjà là"))
    if outcome.moved:
        parts.append(plural(outcome.moved, "changement de classe", "changements de classe"))
    if outcome.renamed:
        parts.append(plural(outcome.renamed, "classe renommée", "classes renommées"))
    if outcome.left:
        parts.append(plural(outcome.left, "sortie", "sorties"))
    if outcome.back:
        parts.append(plural(outcome.back, "retour", "retours"))
    if outcome.aside:
        parts.append(plural(outcome.aside, "ligne laissée de côté", "lignes laissées de côté"))
    return f"{', '.join(parts)}."
