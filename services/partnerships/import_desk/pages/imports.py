"""Importing a list: a file, what it would do line by line, what it did."""

from collections.abc import AsyncIterator, Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.base.parse_input import whole_number
from services.chassis.exports.file_answer import answer_export
from services.chassis.exports.sheet import Column, Row
from services.chassis.files.headings import Headings
from services.chassis.files.reader_process import FILE_BYTES_MAX, TOO_BIG
from services.chassis.files.tables import ImportFileRefused
from services.chassis.reference.nomenclatures import commune_name
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Look, Refused
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router, file_read
from services.chassis.web.strict_query import asked_id
from services.chassis.web.views.forms import Typed, form_of
from services.chassis.web.views.french import date_short
from services.partnerships.base.calendar import local_date
from services.partnerships.base.forms import LyceeForm
from services.partnerships.base.phones import shown_phone
from services.partnerships.companies.pages import writer
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.exchanges.labels import KINDS
from services.partnerships.import_columns.model.fields import FIELDS
from services.partnerships.import_columns.model.rejects import LINE, REASON
from services.partnerships.import_desk.forms import ImportForm
from services.partnerships.import_desk.labels import VERDICTS, VERDICTS_ASKED
from services.partnerships.import_desk.queries import (
    read_import_card,
    read_latest_imports,
    read_place,
    read_rejects,
)
from services.partnerships.import_effects.commands.commit_import import commit_import
from services.partnerships.import_effects.commands.resume_import import resume_import
from services.partnerships.import_effects.commands.undo_import import undo_import
from services.partnerships.import_effects.model.undo import told_of_one
from services.partnerships.import_effects.queries import read_undo
from services.partnerships.import_files.store.files import ImportFile, read_import
from services.partnerships.import_plans.model.plan import Verdict
from services.partnerships.import_rows.model.answers import Doubt
from services.partnerships.import_rows.model.row import ImportRow
from services.partnerships.imports.commands.drop_import import drop_import
from services.partnerships.imports.commands.preview_import import preview_import
from services.partnerships.imports.commands.receive_import import receive_import
from services.partnerships.imports.commands.stop_import import stop_import
from services.partnerships.imports.store.corrections import LINE_MAX
from services.partnerships.imports.store.imports import Import
from services.partnerships.imports.store.lines import RANK_MAX, START, Place
from services.partnerships.imports.tables import import_headings
from services.partnerships.permissions import IMPORT_COMPANIES

router = Router()
IMPORT = "/entreprises/import/{import_id}"


@router.page("/entreprises/import", action=IMPORT_COMPANIES)
async def new_import(request: Request, uow: RequestUnitOfWork) -> Response:
    """Choose a file; the last imports below."""
    return await _new_import(request, uow, Typed.blank(ImportForm))


async def show_late(request: Request, uow: UnitOfWork, late: Import) -> Response:
    """What happened to a file that waited too long, and the way to bring it again."""
    return await _new_import(request, uow, Typed.blank(ImportForm, uai=late.uai), late)


async def _again(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    return await _new_import(request, uow, typed)


async def _new_import(
    request: Request, uow: UnitOfWork, typed: Typed[Any], late: Import | None = None
) -> Response:
    latest = await read_latest_imports(uow)
    shown = {"typed": typed, "latest": latest, "late": late, **writer(request)}
    return render(request, "partnerships/import_desk/new.html", **shown)


async def _read(
    typed: Annotated[Typed[ImportForm], form_of(ImportForm)], look: Look
) -> tuple[bytes, ImportFile]:
    """The file, and what it holds."""
    form = typed.model
    if (form.file.size or 0) > FILE_BYTES_MAX:
        raise ImportFileRefused(TOO_BIG, field="file")
    content = await form.file.read()
    async with look() as uow:
        known = await Headings(uow, import_headings).known(uow.writing_for(form.uai))
        today = local_date(uow.now)
    return content, await read_import(content, known, today=today)


@router.form("/entreprises/import", action=IMPORT_COMPANIES, redisplay=_again, reads=_read)
async def receive(
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ImportForm], form_of(ImportForm)],
    brought: Annotated[tuple[bytes, ImportFile], file_read()],
) -> Response:
    """Keep the file; say what would become of each line once it is known what its columns are."""
    form = typed.model
    content, read = brought
    name = form.file.filename or ""
    import_id = await receive_import(
        uow, read=read, content=content, file_name=name, uai=form.uai, now=uow.now
    )
    if not read.settled:
        return see_other(f"/entreprises/import/{import_id}/colonnes")
    await preview_import(uow, import_id=import_id, read=read, now=uow.now)
    return see_other(f"/entreprises/import/{import_id}")


@router.page(IMPORT, action=IMPORT_COMPANIES)
async def show_import(request: Request, import_id: UUID, uow: RequestUnitOfWork) -> Response:
    """The preview, then the result, a hundred lines at a time."""
    return await show_the_import(request, uow, Typed.blank(LyceeForm), import_id)


async def show_the_import(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], import_id: UUID
) -> Response:
    """The page of an import, also when something sent from it was refused."""
    after = await _shown_after(request, uow, import_id)
    asked = request.query_params.get("resultat", "")
    only = VERDICTS_ASKED.get(asked)
    card = await read_import_card(uow, import_id, after=after, only=only)
    if card.about.status == "uploaded":
        return see_other(f"/entreprises/import/{import_id}/colonnes")
    return render(
        request,
        "partnerships/import_desk/import.html",
        card=card,
        typed=typed,
        verdicts=VERDICTS,
        asking={verdict: word for word, verdict in VERDICTS_ASKED.items()},
        only=only,
        Verdict=Verdict,
        Doubt=Doubt,
        understood=understood,
        fields=FIELDS,
        first=after == START,
    )


def understood(row: ImportRow) -> str:
    """What was read of a line besides its name, in the order of a card."""
    where = commune_name(row.site.commune) or row.site.locality
    told = [
        f"SIRET {row.site.siret}" if row.site.siret else None,
        f"SIREN {row.siren}" if row.siren and not row.site.siret else None,
        row.site.address,
        " ".join(filter(None, (row.site.postcode, where))),
        shown_phone(row.site.phone),
        row.site.mail,
        *(_person(contact) for contact in row.contacts),
        *(f"{KINDS[one.kind]} du {date_short(one.on)}" for one in row.besides.exchanges),
        *row.besides.every_note,
    ]
    return " · ".join(filter(None, told))


def _person(contact: ContactDetails) -> str:
    ways = (contact.name, contact.function, contact.mail, shown_phone(contact.phone))
    return ", ".join(filter(None, ways))


async def _shown_after(request: Request, uow: UnitOfWork, import_id: UUID) -> Place:
    """The place after which lines are shown: before one line (`ligne`), or where a page ended."""
    line = whole_number(request.query_params.get("ligne", ""))
    if line is not None and line <= LINE_MAX:
        return await read_place(uow, import_id, line)
    rank, _, last = request.query_params.get("apres", "").partition("-")
    place = whole_number(rank), whole_number(last)
    return START if None in place else (min(place[0] or 0, RANK_MAX), min(place[1] or 0, LINE_MAX))


@router.page(f"{IMPORT}/annulation", action=IMPORT_COMPANIES)
async def show_undo(request: Request, import_id: UUID, uow: RequestUnitOfWork) -> Response:
    """What undoing the import will do and leave, then what it did and left."""
    return await _show_undo(request, uow, Typed.blank(LyceeForm), import_id)


async def _show_undo(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], import_id: UUID
) -> Response:
    after = asked_id(request, "apres")
    card = await read_undo(uow, import_id, after=after)
    return render(
        request, "partnerships/import_desk/undo.html", card=card, typed=typed, first=not after
    )


@router.form(f"{IMPORT}/annulation", action=IMPORT_COMPANIES, redisplay=_show_undo)
async def undo(
    import_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[LyceeForm], form_of(LyceeForm)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Take the import back."""
    await undo_import(uow, import_id=import_id, now=uow.now)
    return see_other(f"/entreprises/import/{import_id}/annulation")


@router.form(f"{IMPORT}/annulation/{{company_id}}", action=IMPORT_COMPANIES)
async def undo_one(
    import_id: UUID,
    company_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[LyceeForm], form_of(LyceeForm)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Take back what the import did to one company; the rest of it stays."""
    undone = await undo_import(uow, import_id=import_id, only=company_id, now=uow.now)
    return see_other(f"/entreprises/import/{import_id}/annulation", notice=told_of_one(undone))


@router.page(f"{IMPORT}/lignes-rejetees.csv", action=IMPORT_COMPANIES)
async def rejected_lines(request: Request, import_id: UUID, uow: RequestUnitOfWork) -> Response:
    """The lines left out, with the reason, to be corrected and imported again."""
    headings, lines = await read_rejects(uow, import_id)
    columns = [Column(title) for title in (*headings, REASON, LINE)]

    async def rows() -> AsyncIterator[Sequence[Row]]:
        yield [line.row(len(headings)) for line in lines]

    # Nothing above the headings: this file comes back.
    return await answer_export(request, "lignes-rejetees", columns, rows())


@router.form(f"{IMPORT}/confirmation", action=IMPORT_COMPANIES, redisplay=show_the_import)
async def confirm(
    import_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[LyceeForm], form_of(LyceeForm)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Record the list."""
    await commit_import(uow, import_id=import_id, now=uow.now)
    return see_other(f"/entreprises/import/{import_id}")


@router.form(f"{IMPORT}/interruption", action=IMPORT_COMPANIES, redisplay=show_the_import)
async def stop(
    import_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[LyceeForm], form_of(LyceeForm)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Leave it at what is recorded."""
    await stop_import(uow, import_id=import_id)
    return see_other(f"/entreprises/import/{import_id}")


@router.form(f"{IMPORT}/reprise", action=IMPORT_COMPANIES, redisplay=show_the_import)
async def resume(
    import_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[LyceeForm], form_of(LyceeForm)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Go on where it was stopped."""
    await resume_import(uow, import_id=import_id, now=uow.now)
    return see_other(f"/entreprises/import/{import_id}")


@router.form(f"{IMPORT}/abandon", action=IMPORT_COMPANIES, redisplay=show_the_import)
async def drop(
    import_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[LyceeForm], form_of(LyceeForm)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Forget a list nobody confirmed."""
    await drop_import(uow, import_id=import_id)
    return see_other(
        "/entreprises/import", notice="Import abandonné\u202f: rien n’a été enregistré."
    )
