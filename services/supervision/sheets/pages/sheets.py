"""The sheets the DSDEN is asked for: which indicator answers which line, out as a file."""

from collections.abc import AsyncIterator, Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import SchoolYear
from services.chassis.exports.file_answer import about, answer_export, begin_piece
from services.chassis.exports.sheet import Column, Row
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.router import RequestUnitOfWork
from services.chassis.web.strict_query import strict_router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.chassis.web.views.french import PARIS
from services.supervision.base.figure_words import parts, said
from services.supervision.coverage.queries.coverage import school_years
from services.supervision.indicators.model import INDICATORS
from services.supervision.indicators.model.indicator import IndicatorLine, LyceeFacts
from services.supervision.indicators.pages import figure_columns, figures_row, measured, without
from services.supervision.permissions import EXPORT_INDICATORS, MANAGE_SHEETS, SEE_DEPARTMENT
from services.supervision.publication.pages import follow_publication
from services.supervision.sheets.commands import (
    change_sheet,
    put_back_sheet,
    remove_sheet,
    save_sheet,
)
from services.supervision.sheets.forms import SheetForm, typed_sheet
from services.supervision.sheets.model import LINES_MAX, AskedSheet, SheetLine
from services.supervision.sheets.store.asked_sheets import AskedSheets
from services.supervision.sheets.store.sheet_records import SheetRecords

router = strict_router()
SHEETS = "/departement/tableaux"
SHEET = f"{SHEETS}/{{sheet_id}}"
NEW = f"{SHEETS}/nouveau"
Filled = Annotated[Typed[SheetForm], form_of(SheetForm)]


@router.page(SHEETS, action=SEE_DEPARTMENT)
async def sheets(request: Request, uow: RequestUnitOfWork) -> Response:
    """What the department is asked for (tableaux demandés)."""
    return render(
        request,
        "supervision/sheets/sheets.html",
        sheets=await AskedSheets(uow).all(),
        orphans=await SheetRecords(uow).of_removed_sheets(),
    )


@router.page(NEW, action=MANAGE_SHEETS)
async def new_sheet(request: Request) -> Response:
    """Lines to choose; every indicator at first, to be thinned out."""
    every = typed_sheet_of_all()
    return _form(request, Typed.blank(SheetForm, **every))


def typed_sheet_of_all() -> dict[str, Any]:
    """Every indicator under its own name, and no name yet."""
    return {"indicators": [one.code for one in INDICATORS]}


async def _again(request: Request, typed: Refused[Any]) -> Response:
    return _form(request, typed)


def _form(request: Request, typed: Typed[Any], known: AskedSheet | None = None) -> Response:
    return render(
        request,
        "supervision/sheets/sheet_form.html",
        typed=typed,
        known=known,
        numbers=range(1, LINES_MAX + 1),
        indicators=[(one.code, one.title) for one in INDICATORS],
    )


@router.form(SHEETS, action=MANAGE_SHEETS, redisplay=_again)
async def save(uow: RequestUnitOfWork, typed: Filled) -> Response:
    """Keep it."""
    sheet_id = await save_sheet(uow, content=typed.model.content())
    return see_other(f"{SHEETS}/{sheet_id}", notice="Tableau enregistré.")


@router.page(SHEET, action=SEE_DEPARTMENT)
async def show_sheet(
    request: Request, sheet_id: UUID, uow: RequestUnitOfWork, annee: SchoolYear | None = None
) -> Response:
    """Its lines with their figures."""
    await follow_publication(request, uow)
    sheet = await AskedSheets(uow).get(sheet_id)
    current = SchoolYear.of(uow.now.astimezone(PARIS).date())
    year, lycees, lines = await sheet_lines(uow, sheet, annee)
    return render(
        request,
        "supervision/sheets/sheet.html",
        sheet=sheet,
        year=year,
        years=sorted({*await school_years(uow), year, current}, reverse=True),
        lines=lines,
        records=await SheetRecords(uow).of(sheet_id),
        lost=[one for one in sheet.content.lines if one.known is None],
        lycees=[(one.uai, one.lycee) for one in lycees],
        columns=[(one.lycee, "number") for one in lycees],
        said=said,
        parts=parts,
        without=without,
    )


async def show_sheet_again(request: Request, uow: RequestUnitOfWork, sheet_id: UUID) -> Response:
    """The sheet, where something asked of it is refused."""
    return await show_sheet(request, sheet_id, uow)


async def sheet_lines(
    uow: UnitOfWork, sheet: AskedSheet, asked: SchoolYear | None
) -> tuple[SchoolYear, Sequence[LyceeFacts], Sequence[tuple[SheetLine, IndicatorLine]]]:
    """The year, its lycées, and each line that an indicator still answers."""
    answered = [(one, one.known) for one in sheet.content.lines]
    kept = [(one, known) for one, known in answered if known is not None]
    year, lycees, lines = await measured(uow, asked, [known for _, known in kept])
    return year, lycees, list(zip((one for one, _ in kept), lines, strict=True))


@router.page(f"{SHEET}/fichier.csv", action=EXPORT_INDICATORS)
@router.page(f"{SHEET}/fichier.xlsx", action=EXPORT_INDICATORS)
async def export_sheet(
    request: Request, sheet_id: UUID, annee: SchoolYear | None = None
) -> Response:
    """The sheet as a file."""
    async with begin_piece(request) as uow:
        sheet = await AskedSheets(uow).get(sheet_id)
        year, lycees, lines = await sheet_lines(uow, sheet, annee)

    async def rows() -> AsyncIterator[Sequence[Row]]:
        yield [(of.title, *figures_row(measured_line, lycees)) for of, measured_line in lines]

    above = about(request, sheet.content.name, f"Année scolaire {year}")
    columns = (Column("Ligne", 60), *figure_columns(lycees))
    return await answer_export(request, "tableau", columns, rows(), about=above)


@router.page(f"{SHEET}/modification", action=MANAGE_SHEETS)
async def edit_sheet(request: Request, sheet_id: UUID, uow: RequestUnitOfWork) -> Response:
    """One to change."""
    known = await AskedSheets(uow).get(sheet_id)
    typed = Typed.blank(SheetForm, **typed_sheet(known.content), version=known.version)
    return _form(request, typed, known)


async def _known(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], sheet_id: UUID
) -> Response:
    return _form(request, typed, await AskedSheets(uow).get(sheet_id))


@router.form(f"{SHEET}/modification", action=MANAGE_SHEETS, redisplay=_known)
async def change(sheet_id: UUID, uow: RequestUnitOfWork, typed: Filled) -> Response:
    """Change it."""
    form = typed.model
    await change_sheet(uow, sheet_id=sheet_id, version=form.version or 0, content=form.content())
    return see_other(f"{SHEETS}/{sheet_id}", notice="Tableau modifié.")


async def _list_again(request: Request, uow: RequestUnitOfWork) -> Response:
    return await sheets(request, uow)


@router.form(f"{SHEET}/suppression", action=MANAGE_SHEETS, redisplay=_list_again)
async def remove(
    sheet_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Offer it no more."""
    await remove_sheet(uow, sheet_id=sheet_id, now=uow.now)
    return see_other(SHEETS, notice="Tableau supprimé.", undo=Undo(f"{SHEETS}/{sheet_id}/remise"))


@router.form(f"{SHEET}/remise", action=MANAGE_SHEETS, redisplay=_list_again)
async def put_back(
    sheet_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Put it back."""
    await put_back_sheet(uow, sheet_id=sheet_id)
    return see_other(SHEETS, notice="Tableau remis.")
