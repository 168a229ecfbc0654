"""Saying what the columns of a list are, and what was remembered of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import Uai
from services.chassis.base.errors import Invalid
from services.chassis.base.parse_input import whole_number
from services.chassis.files.columns import Column
from services.chassis.files.headings import Headings, said_of
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Look, Refused
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router, file_read
from services.chassis.web.views.forms import Typed, form_of, unfit
from services.partnerships.base.calendar import local_date
from services.partnerships.companies.pages import writer
from services.partnerships.import_columns.model.columns import keyed
from services.partnerships.import_columns.model.fields import FIELDS, SEVERAL
from services.partnerships.import_desk.forms import (
    ColumnsForm,
    HeadingForm,
    HeadingLineForm,
    SheetForm,
)
from services.partnerships.import_desk.pages.imports import show_late, show_the_import
from services.partnerships.import_desk.queries import read_headings, read_upload
from services.partnerships.import_files.store.files import ImportFile, read_import
from services.partnerships.import_files.store.layout import Layout, heading_keys
from services.partnerships.imports.commands.forget_heading import forget_heading
from services.partnerships.imports.commands.preview_import import preview_import
from services.partnerships.imports.commands.read_another_sheet import read_another_sheet
from services.partnerships.imports.commands.remember_headings import remember_headings
from services.partnerships.imports.tables import import_headings
from services.partnerships.permissions import IMPORT_COMPANIES

router = Router()
COLUMNS = "/entreprises/import/{import_id}/colonnes"
HEADINGS = "/entreprises/import/titres"


class ColumnsUnclear(Invalid):
    """What was said of the columns cannot be followed."""

    code = "columns-unclear"
    title = "Relisez les colonnes"


@router.page(COLUMNS, action=IMPORT_COMPANIES)
async def show_columns(request: Request, import_id: UUID, uow: RequestUnitOfWork) -> Response:
    """Each column, what it holds, and what it is taken for."""
    return await _show(request, uow, await _blank(uow, import_id), import_id)


async def _blank(uow: UnitOfWork, import_id: UUID) -> Typed[Any]:
    """The form before anything is said: headings are remembered unasked where the list is read clearly."""
    _, upload = await read_upload(uow, import_id)
    return Typed.blank(ColumnsForm, remember=upload is not None and upload.clear)


async def _show(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], import_id: UUID
) -> Response:
    about, upload = await read_upload(uow, import_id)
    if upload is None and about.status == "previewed":
        return see_other(f"/entreprises/import/{import_id}", notice=LINES_STAY)
    if upload is None:
        return await show_late(request, uow, about)
    said = dict(pair.partition(":")[::2] for pair in typed.chosen("columns"))
    return render(
        request,
        "partnerships/import_desk/columns.html",
        about=about,
        upload=upload,
        typed=typed,
        said=said,
        fields=FIELDS,
        headings=[
            told for c in upload.columns if c.key and not unfit(told := f"{c.index}:{c.name}")
        ],
    )


LINES_STAY = (
    "Ce fichier a attendu plus d’une heure\u00a0: il a été effacé, et ses colonnes ne se disent plus."
    " Les lignes qui en ont été lues restent ci-dessous."
)
REMEMBERED = (
    "Ce que vous avez dit de ses titres est retenu\u00a0: ils seront reconnus quand vous choisirez"
    " ce fichier de nouveau."
)
NOT_REMEMBERED = (
    "Des lignes de cette liste sont en doute\u00a0: ses titres ne sont pas retenus. Si vos colonnes sont"
    " justes, dites-le par «\u00a0Corriger les colonnes\u00a0»."
)
NO_SUCH_LINE = "Cette ligne n’est pas de celles qui peuvent porter les titres."


class SheetUnknown(Invalid):
    """The workbook has no such sheet, or it holds nothing."""

    code = "sheet-unknown"
    title = "Cette feuille n’est pas dans le classeur, ou elle est vide."


@dataclass(frozen=True)
class Reread:
    """A file read with the columns somebody said, and whose it is."""

    uai: Uai
    columns: Sequence[Column]
    read: ImportFile | None
    """None once it waited too long."""
    offered: bool = False  # to remember the headings, by the page itself

    @property
    def may_remember(self) -> bool:
        """Nothing is remembered of a list in doubt unless somebody says so by themselves."""
        return self.read is None or self.read.clear or not self.offered


async def _read_again(
    import_id: UUID, typed: Annotated[Typed[ColumnsForm], form_of(ColumnsForm)], look: Look
) -> Reread:
    form = typed.model
    async with look() as uow:
        about, upload = await read_upload(uow, import_id)
    if upload is None:
        return Reread(about.uai, _said(_headed(form.headings), form.columns), None)
    columns = _said(upload.columns, form.columns)
    chosen = keyed((c.field, c.name, c.index) for c in columns if c.field)
    layout = Layout(about.sheet, upload.line, chosen, upload.along)
    read = await read_import(upload.content, chosen=layout)
    if read.unlikely:
        raise ColumnsUnclear(read.unlikely, field=str(chosen["name"]))
    return Reread(about.uai, columns, read, upload.clear)


@router.form(COLUMNS, action=IMPORT_COMPANIES, redisplay=_show, reads=_read_again)
async def say_columns(
    import_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ColumnsForm], form_of(ColumnsForm)],
    again: Annotated[Reread, file_read()],
) -> Response:
    """Preview the file with these columns; remember them for the next one."""
    if again.read:
        await preview_import(uow, import_id=import_id, read=again.read, now=uow.now)
    remember = typed.model.remember
    if remember and again.may_remember:
        await remember_headings(uow, uai=again.uai, columns=again.columns, now=uow.now)
    if again.read is None:
        told = REMEMBERED if remember else None
        return see_other(f"/entreprises/import/{import_id}/colonnes", notice=told)
    doubtful = remember and not again.may_remember
    return see_other(
        f"/entreprises/import/{import_id}", notice=NOT_REMEMBERED if doubtful else None
    )


def _headed(headings: Sequence[str]) -> list[Column]:
    """The columns of a file that is gone, by the headings its page showed."""
    parted = [one.partition(":") for one in headings]
    told = [(index, text) for at, _, text in parted if (index := whole_number(at)) is not None]
    keys = heading_keys([text for _, text in told])
    return [Column(*one, key) for one, key in zip(told, keys, strict=True)]


def _said(columns: Sequence[Column], said: Sequence[str]) -> list[Column]:
    """Raises ColumnsUnclear: each field is one column's, and one is the companies' name."""
    fields: dict[int, str | None] = {}
    for index, _, field in (pair.partition(":") for pair in said):
        number = whole_number(index)
        if number is None or (field and field not in FIELDS):
            raise ColumnsUnclear
        if field and field not in SEVERAL and field in fields.values():
            raise ColumnsUnclear(
                f"Deux colonnes sont «\u00a0{FIELDS[field]}\u00a0»\u202f: ignorez-en une.",
                field=index,
            )
        fields[number] = field or None
    if "name" not in fields.values():
        first = str(columns[0].index) if columns else None
        raise ColumnsUnclear("Dites quelle colonne est la raison sociale.", field=first)
    return said_of(columns, fields)


async def _read_sheet(
    import_id: UUID, typed: Annotated[Typed[SheetForm], form_of(SheetForm)], look: Look
) -> ImportFile | None:
    wanted = typed.model.sheet
    async with look() as uow:
        about, upload = await read_upload(uow, import_id)
        known = await Headings(uow, import_headings).known(about.uai)
        today = local_date(uow.now)
    if upload is None:
        return None
    if wanted not in {about.sheet, *about.unread_sheets, *upload.along}:
        raise SheetUnknown
    return await read_import(upload.content, known, sheet=wanted, today=today)


async def _not_read(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], import_id: UUID
) -> Response:
    about, upload = await read_upload(uow, import_id)
    if about.status == "uploaded" or upload is None:
        asking = (await _blank(uow, import_id)).saying(typed.refusal or SheetUnknown.title)
        return await _show(request, uow, asking, import_id)
    return await show_the_import(request, uow, typed, import_id)


@router.form(
    "/entreprises/import/{import_id}/feuille",
    action=IMPORT_COMPANIES,
    redisplay=_not_read,
    reads=_read_sheet,
)
async def choose_sheet(
    import_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[SheetForm], form_of(SheetForm)],  # noqa: ARG001 read with the file
    read: Annotated[ImportFile | None, file_read()],
) -> Response:
    """Read another sheet of the workbook instead."""
    if read:
        await read_another_sheet(uow, import_id=import_id, read=read, now=uow.now)
    if read is None or not read.settled:
        return see_other(f"/entreprises/import/{import_id}/colonnes")
    return see_other(f"/entreprises/import/{import_id}")


async def _read_from(
    import_id: UUID, typed: Annotated[Typed[HeadingLineForm], form_of(HeadingLineForm)], look: Look
) -> ImportFile | None:
    line = typed.model.line
    async with look() as uow:
        about, upload = await read_upload(uow, import_id)
        known = await Headings(uow, import_headings).known(about.uai)
        today = local_date(uow.now)
    if upload is None:
        return None
    if line not in [number for number, _ in upload.first_rows]:
        raise SheetUnknown(NO_SUCH_LINE)
    return await read_import(upload.content, known, sheet=about.sheet, line=line, today=today)


@router.form(
    "/entreprises/import/{import_id}/ligne-des-titres",
    action=IMPORT_COMPANIES,
    redisplay=_not_read,
    reads=_read_from,
)
async def choose_heading_line(
    import_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[HeadingLineForm], form_of(HeadingLineForm)],  # noqa: ARG001 read with the file
    read: Annotated[ImportFile | None, file_read()],
) -> Response:
    """Read the sheet from another row on; its columns are shown, whatever is known of them."""
    if read:
        await read_another_sheet(uow, import_id=import_id, read=read, now=uow.now)
    return see_other(f"/entreprises/import/{import_id}/colonnes")


@router.page(HEADINGS, action=IMPORT_COMPANIES)
async def show_headings(request: Request, uow: RequestUnitOfWork) -> Response:
    """What headings were said to be."""
    return await _show_headings(request, uow, Typed.blank(HeadingForm))


async def _show_headings(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    after = request.query_params.get("apres", "")
    headings, following = await read_headings(uow, after=after)
    return render(
        request,
        "importing/headings.html",
        here=HEADINGS,
        crumbs=[("Entreprises", "/entreprises"), ("Importer une liste", "/entreprises/import")],
        headings=headings,
        following=following,
        first=not after,
        fields=FIELDS,
        typed=typed,
        **writer(request),
    )


@router.form(f"{HEADINGS}/oubli", action=IMPORT_COMPANIES, redisplay=_show_headings)
async def forget(
    uow: RequestUnitOfWork, typed: Annotated[Typed[HeadingForm], form_of(HeadingForm)]
) -> Response:
    """Guess it again next time."""
    form = typed.model
    await forget_heading(uow, uai=form.uai, key=form.key)
    return see_other(HEADINGS, notice="Titre oublié\u202f: il sera de nouveau deviné.")
