"""Importing a roster: a file, a preview where doubts are settled, then one transaction.

The preview is kept by the page itself, not in the database: names are recorded once, in `pupils`,
and a preview nobody finishes leaves nothing behind.
"""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Request, Response

from contracts.identifiers import SchoolYear, Uai
from services.chassis.base.parse_input import read_as, whole_number
from services.chassis.files.headings import said_of
from services.chassis.reference.nomenclatures.towns import town_text
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import see_other
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router, file_read
from services.chassis.web.views.forms import Typed, form_of
from services.internships.base.days import local_date
from services.internships.base.page import draw
from services.internships.formations.model.mef_catalogue import CATALOGUE, proposed_for
from services.internships.formations.queries import read_formations
from services.internships.permissions import MANAGE_PUPILS
from services.internships.roster_changes.queries import read_latest_imports
from services.internships.roster_files.commands import remember_headings
from services.internships.roster_files.forms import RosterColumnsForm, RosterFileForm
from services.internships.roster_files.model.file import BadRow, Roster, place_of
from services.internships.roster_files.model.headings import FIELDS
from services.internships.roster_files.model.twins import completed
from services.internships.roster_files.pages.columns import ColumnsUnclear, carried, draw_columns
from services.internships.roster_files.pages.parse import Brought, read_brought, read_carried
from services.internships.roster_files.pages.rows import pack, unpack
from services.internships.roster_files.store import RosterFile
from services.internships.rosters.commands import import_roster
from services.internships.rosters.forms import RosterForm
from services.internships.rosters.labels import aside_words, outcome_words
from services.internships.rosters.model.roster import PlannedRow, Verdict
from services.internships.rosters.pages.answers import (
    asides_of,
    decisions_of,
    formations_of,
    pairs_of,
    renames_of,
    review_of,
    with_hidden,
)
from services.internships.rosters.queries import RosterPreview, preview_roster

router = Router()
CHOOSE_AGAIN = "Choisissez de nouveau votre fichier."


@router.page("/pfmp/eleves/import", action=MANAGE_PUPILS, whole=True)
async def choose_file(request: Request, uow: RequestUnitOfWork) -> Response:
    """A form to choose a file."""
    year = SchoolYear.of(local_date(uow.now))
    return await _choose_file(request, uow, Typed.blank(RosterFileForm, school_year=year))


async def _choose_file(
    request: Request, uow: RequestUnitOfWork, typed: Refused[RosterFileForm]
) -> Response:
    year = SchoolYear.of(local_date(uow.now))
    first = int(year[:4]) + 1
    return draw(
        request,
        "internships/rosters/file.html",
        typed=typed,
        years=[(y, y) for y in (year, SchoolYear(f"{first}-{first + 1}"))],
        formations=await read_formations(uow, uow.scope.uais),
        latest=await read_latest_imports(uow),
    )


@router.form(
    "/pfmp/eleves/import/apercu",
    action=MANAGE_PUPILS,
    redisplay=_choose_file,
    recorded=False,
    reads=read_brought,
)
async def preview(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[RosterFileForm], form_of(RosterFileForm)],
    brought: Annotated[Brought, file_read()],
) -> Response:
    """Show what importing the file would do; nothing is recorded."""
    form = typed.model
    uai, read = brought.uai, brought.read
    asks = brought.asks
    if read.roster and not (form.check or asks):
        return await _first_preview(request, uow, uai, form.school_year, read)
    asked = Typed.blank(
        RosterColumnsForm,
        uai=uai,
        school_year=form.school_year,
        carried=carried(brought.content),
        remember=read.clean,
    )
    return draw_columns(request, asked, read.columns, asks)


async def _first_preview(
    request: Request, uow: UnitOfWork, uai: Uai, year: SchoolYear, read: RosterFile
) -> Response:
    if read.roster is None:
        raise ColumnsUnclear(read.unclear, field="0")
    known, today = read.roster.believed(year), local_date(uow.now)
    shown = Typed.blank(
        RosterForm,
        uai=uai,
        school_year=year,
        rows=pack(known.rows),
        on=today,
        told=list(read.unseen),
        aside=[f"{one.index}:{one.cells}:{one.where}" for one in known.aside],
        read=known.read,
    )
    return await _render_preview(request, uow, shown, known)


async def _columns_again(
    request: Request, uow: RequestUnitOfWork, typed: Refused[RosterColumnsForm]
) -> Response:
    if {"school_year", "uai", "carried"} & set(typed.errors):
        return await _file_again(request, uow)
    brought: Brought | None = context_of(request).file_read
    if brought is None:
        return await _file_again(request, uow, typed.errors.get("file", CHOOSE_AGAIN))
    return draw_columns(request, typed, brought.read.columns, None)


# The preview names pupils: its answer is not kept. Saying the columns twice says the same.
@router.form(
    "/pfmp/eleves/import/colonnes",
    action=MANAGE_PUPILS,
    redisplay=_columns_again,
    recorded=False,
    reads=read_carried,
)
async def say_columns(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[RosterColumnsForm], form_of(RosterColumnsForm)],
    brought: Annotated[Brought, file_read()],
) -> Response:
    """Preview the carried file with these columns; remember them for the next one."""
    form = typed.model
    uai, read = brought.uai, brought.read
    if read.roster is None:
        raise ColumnsUnclear(read.unclear, field="0")
    if form.remember:
        columns = said_of(read.columns, brought.fields)
        await remember_headings(uow, uai=uai, columns=columns, now=uow.now)
    return await _first_preview(request, uow, uai, form.school_year, read)


async def _file_again(request: Request, uow: UnitOfWork, why: str = CHOOSE_AGAIN) -> Response:
    """Hidden fields of a page were changed: only the file mends them."""
    again = Typed.blank(RosterFileForm, school_year=SchoolYear.of(local_date(uow.now)))
    return await _choose_file(request, uow, again.saying(why))


async def _preview_again(
    request: Request, uow: RequestUnitOfWork, typed: Refused[RosterForm]
) -> Response:
    if {"school_year", "uai", "rows"} & set(typed.errors):
        return await _file_again(request, uow)
    bad, unsure = (
        tuple(
            BadRow(number, reason)
            for line, reason in pairs_of(typed.chosen(name))
            if (number := whole_number(line)) is not None
        )
        for name in ("bad", "unsure")
    )
    aside = asides_of(typed.chosen("aside"))
    read = whole_number(typed.value("read")) or 0
    roster = Roster(tuple(unpack(typed.chosen("rows"))), bad, unsure, aside, read)
    return await _render_preview(request, uow, typed, roster)


async def _render_preview(
    request: Request,
    uow: UnitOfWork,
    typed: Typed[RosterForm],
    roster: Roster,
) -> Response:
    shown = await preview_roster(
        uow,
        uai=uow.writing_for(read_as(Uai, typed.value("uai")) if typed.value("uai") else None),
        rows=roster.rows,
        school_year=read_as(SchoolYear, typed.value("school_year")),
        renames=renames_of(typed.chosen("renaming")) if "asked" in typed.values else None,
    )
    to_check = [row for row in shown.plan.rows if row.to_check]
    opened = {formation.mef for formation in shown.formations}
    return draw(
        request,
        "internships/rosters/preview.html",
        typed=typed,
        preview=shown,
        roster=roster,
        disagreements=_disagreements,
        learnt=sum(bool(one.to_record(corrects=False)) for one in shown.plan.details),
        correcting=set(typed.chosen("correcting")),
        created=shown.plan.of(Verdict.CREATED),
        known=shown.plan.of(Verdict.KNOWN),
        repeated=shown.plan.of(Verdict.REPEATED),
        to_check=to_check,
        asked=",".join(str(row.row.line) for row in to_check),
        place_of=place_of,
        town=lambda code: town_text(code, None),
        today=local_date(uow.now),
        leaving=_leaving(typed, shown),
        to_come=sum(row.as_of(local_date(uow.now)) != row for row in roster.rows),
        returning={pupil for pupil, _ in pairs_of(typed.chosen("returning"))},
        following=dict(pairs_of(typed.chosen("following"))),
        offered=[one for mef, one in CATALOGUE.items() if mef not in opened],
        proposed={} if "asked" in typed.values else _proposed(shown),
        deciding=dict(pairs_of(typed.chosen("deciding"))),
    )


def _disagreements(planned: PlannedRow) -> Sequence[str]:
    """What a row says otherwise than the one it may be the same pupil's as."""
    differing = completed(planned.twin, planned.row)[1] if planned.twin else ()
    return [FIELDS[name] for name in differing]


def _leaving(typed: Typed[RosterForm], shown: RosterPreview) -> set[str]:
    """Whom the page says to be leaving: at first, those the file says it of."""
    if "asked" in typed.values:
        return {pupil for pupil, _ in pairs_of(typed.chosen("leaving"))}
    return {str(pupil.id) for pupil, _ in shown.leaving}


def _proposed(shown: RosterPreview) -> dict[str, str]:
    """What the names of new classes say of their formation, as the choice of it: to be checked."""
    opened = {formation.mef: str(formation.id) for formation in shown.formations}
    named = {key: proposed_for(label) for key, label in shown.classes if key not in shown.followed}
    return {key: opened.get(one.mef, one.mef) for key, one in named.items() if one}


@router.form("/pfmp/eleves/import", action=MANAGE_PUPILS, redisplay=_preview_again)
async def record(
    uow: RequestUnitOfWork, typed: Annotated[Typed[RosterForm], form_of(RosterForm)]
) -> Response:
    """Record the previewed roster."""
    form = typed.model
    rows = unpack(form.rows)
    decisions = decisions_of(form.deciding)
    outcome = await import_roster(
        uow,
        rows=rows,
        formations=formations_of(form.following),
        decisions=with_hidden(decisions, rows, unseen=form.unseen),
        school_year=form.school_year,
        review=review_of(form),
        uai=form.uai,
        now=uow.now,
    )
    aside = asides_of(form.aside)
    return see_other("/pfmp/eleves", notice=f"{outcome_words(outcome)}{aside_words(aside)}")
