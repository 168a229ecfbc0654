"""Sheets as they were sent, beside what is known of the same figures today."""

from collections.abc import AsyncIterator, Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import SchoolYear
from services.chassis.exports.file_answer import about, answer_export, begin_piece
from services.chassis.exports.sheet import Column, Row
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.router import RequestUnitOfWork
from services.chassis.web.strict_query import strict_router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.chassis.web.views.french import PARIS, date_short
from services.supervision.base.figure_words import file_value, parts, said
from services.supervision.indicators.model.indicator import IndicatorLine
from services.supervision.indicators.model.recorded_line import DEPARTMENT, RecordedLine
from services.supervision.indicators.pages import measured
from services.supervision.permissions import EXPORT_INDICATORS, MANAGE_SHEETS, SEE_DEPARTMENT
from services.supervision.publication.pages import follow_publication
from services.supervision.sheets.commands import keep_record
from services.supervision.sheets.model import SheetRecord
from services.supervision.sheets.pages.sheets import SHEET, SHEETS, sheet_lines, show_sheet_again
from services.supervision.sheets.store.asked_sheets import AskedSheets
from services.supervision.sheets.store.sheet_records import SheetRecords

router = strict_router()
RECORDS = "/departement/releves"
RECORD = f"{RECORDS}/{{record_id}}"


class KeepForm(FormModel):
    """The year whose figures are kept."""

    annee: SchoolYear


@router.form(f"{SHEET}/releves", action=MANAGE_SHEETS, redisplay=show_sheet_again)
async def keep(
    sheet_id: UUID, uow: RequestUnitOfWork, typed: Annotated[Typed[KeepForm], form_of(KeepForm)]
) -> Response:
    """Keep the sheet as it is today."""
    sheet = await AskedSheets(uow).get(sheet_id)
    year, lycees, lines = await sheet_lines(uow, sheet, typed.model.annee)
    named = [(one.uai, one.lycee) for one in lycees]
    record_id = await keep_record(
        uow, sheet=sheet, year=year, lycees=named, lines=lines, now=uow.now
    )
    return see_other(
        f"{RECORDS}/{record_id}", notice="Relevé figé\u00a0: ses chiffres ne changeront plus."
    )


@router.page(RECORD, action=SEE_DEPARTMENT)
async def show_record(request: Request, record_id: UUID, uow: RequestUnitOfWork) -> Response:
    """Its figures of that day, and what is known otherwise since."""
    await follow_publication(request, uow)
    record = await SheetRecords(uow).get(record_id)
    lines = await _now(uow, record)
    return render(
        request,
        "supervision/sheets/sheet_record.html",
        record=record,
        of_a_sheet=record.sheet_id in {one.id for one in await AskedSheets(uow).all()},
        lines=[(one, one.corrected(lines)) for one in record.lines],
        otherwise=[one.heading for one in record.lines if not one.now(lines)],
        columns=[(name, "number") for _, name in record.lycees],
        department=DEPARTMENT,
        said=said,
        parts=parts,
    )


async def _now(uow: UnitOfWork, record: SheetRecord) -> dict[str, IndicatorLine]:
    """What is known today of the same year, by indicator."""
    _, _, lines = await measured(uow, record.year)
    return {one.indicator.code: one for one in lines}


@router.page(f"{RECORD}/fichier.csv", action=EXPORT_INDICATORS)
@router.page(f"{RECORD}/fichier.xlsx", action=EXPORT_INDICATORS)
async def export_record(request: Request, record_id: UUID) -> Response:
    """The figures of that day as a file, with what the department is known to be since."""
    async with begin_piece(request) as uow:
        record = await SheetRecords(uow).get(record_id)
        lines = await _now(uow, record)

    async def rows() -> AsyncIterator[Sequence[Row]]:
        yield [_row(one, record, lines) for one in record.lines]

    day = date_short(record.taken_at.astimezone(PARIS))
    above = about(request, record.name, f"Année scolaire {record.year}", f"Relevé figé le {day}")
    columns = (
        *(Column("Ligne", 60), Column("Unité", 9), Column("Département", 14)),
        *(Column(name, 22) for _, name in record.lycees),
        *(Column("Lycées sans chiffre", 18), Column("Département, connu aujourd’hui", 24)),
    )
    return await answer_export(request, "releve", columns, rows(), about=above)


def _row(one: RecordedLine, record: SheetRecord, lines: dict[str, IndicatorLine]) -> Row:
    figures = [
        file_value(one.told[DEPARTMENT]),
        *(file_value(one.told[uai]) for uai, _ in record.lycees),
    ]
    since = one.corrected(lines).get(DEPARTMENT)
    return (
        one.heading,
        one.unit.value,
        *figures,
        one.without,
        file_value(since) if since else None,
    )


async def _again(request: Request, uow: RequestUnitOfWork, record_id: UUID) -> Response:
    return await show_record(request, record_id, uow)


@router.form(f"{RECORD}/suppression", action=MANAGE_SHEETS, redisplay=_again)
async def remove(
    record_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Keep it no more."""
    records = SheetRecords(uow)
    record = await records.get(record_id)
    await records.remove(record.id)
    return see_other(SHEETS, notice="Relevé supprimé.")
