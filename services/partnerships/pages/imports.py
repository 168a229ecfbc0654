"""Importing a list: a file, what it would do line by line, what it did."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.importing.apart import FILE_BYTES_MAX, TOO_BIG
from services.chassis.importing.tables import ImportFileRefused
from services.chassis.web.forms import Typed, form_of
from services.chassis.web.rendering import render, see_other
from services.chassis.web.routing import RequestUnitOfWork, Router
from services.chassis.work import UnitOfWork
from services.partnerships.domain.import_plan import Verdict
from services.partnerships.pages.labels import VERDICTS
from services.partnerships.pages.views import writer
from services.partnerships.permissions import IMPORT_COMPANIES
from services.partnerships.queries.forms import ImportForm, LyceeForm
from services.partnerships.queries.import_undo import read_undo
from services.partnerships.queries.imports import (
    read_import_card,
    read_latest_imports,
    read_rejects_file,
)
from services.partnerships.storage.import_files import read_import
from services.partnerships.use_cases.commit_import import commit_import
from services.partnerships.use_cases.drop_import import drop_import
from services.partnerships.use_cases.preview_import import preview_import
from services.partnerships.use_cases.undo_import import undo_import

router = Router()
IMPORT = "/entreprises/import/{import_id}"


@router.page("/entreprises/import", action=IMPORT_COMPANIES)
async def new_import(request: Request, uow: RequestUnitOfWork) -> Response:
    """Choose a file; the last imports below."""
    return await _new_import(request, uow, Typed.blank(ImportForm))


async def _new_import(request: Request, uow: UnitOfWork, typed: Typed[Any]) -> Response:
    latest = await read_latest_imports(uow)
    return render(
        request, "partnerships/import_new.html", typed=typed, latest=latest, **writer(request)
    )


@router.form("/entreprises/import", action=IMPORT_COMPANIES, redisplay=_new_import)
async def preview(
    uow: RequestUnitOfWork, typed: Annotated[Typed[ImportForm], form_of(ImportForm)]
) -> Response:
    """Read the file and say what would become of each line."""
    form = typed.model
    if (form.file.size or 0) > FILE_BYTES_MAX:
        raise ImportFileRefused(TOO_BIG, field="file")
    read = await read_import(await form.file.read())
    import_id = await preview_import(
        uow, read=read, file_name=form.file.filename or "", uai=form.uai, now=uow.now
    )
    return see_other(f"/entreprises/import/{import_id}")


@router.page(IMPORT, action=IMPORT_COMPANIES)
async def show_import(request: Request, import_id: UUID, uow: RequestUnitOfWork) -> Response:
    """The preview, then the result, a hundred lines at a time."""
    return await _show(request, uow, Typed.blank(LyceeForm), import_id)


async def _show(request: Request, uow: UnitOfWork, typed: Typed[Any], import_id: UUID) -> Response:
    after = _after(request)
    card = await read_import_card(uow, import_id, after=after)
    return render(
        request,
        "partnerships/import.html",
        card=card,
        typed=typed,
        verdicts=VERDICTS,
        Verdict=Verdict,
        first=not after,
    )


def _after(request: Request) -> int:
    asked = request.query_params.get("apres", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 8 else 0


@router.page(f"{IMPORT}/annulation", action=IMPORT_COMPANIES)
async def show_undo(request: Request, import_id: UUID, uow: RequestUnitOfWork) -> Response:
    """What undoing the import will do and leave, then what it did and left."""
    return await _show_undo(request, uow, Typed.blank(LyceeForm), import_id)


async def _show_undo(
    request: Request, uow: UnitOfWork, typed: Typed[Any], import_id: UUID
) -> Response:
    after = _after(request)
    card = await read_undo(uow, import_id, after=after)
    return render(request, "partnerships/import_undo.html", card=card, typed=typed, first=not after)


@router.form(f"{IMPORT}/annulation", action=IMPORT_COMPANIES, redisplay=_show_undo)
async def undo(
    import_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[LyceeForm], form_of(LyceeForm)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Take the import back."""
    await undo_import(uow, import_id=import_id, now=uow.now)
    return see_other(f"/entreprises/import/{import_id}/annulation")


@router.page(f"{IMPORT}/lignes-rejetees.csv", action=IMPORT_COMPANIES)
async def rejected_lines(import_id: UUID, uow: RequestUnitOfWork) -> Response:
    """The lines left out, with the reason, to be corrected and imported again."""
    content = await read_rejects_file(uow, import_id)
    attached = {"Content-Disposition": 'attachment; filename="lignes-rejetees.csv"'}
    return Response(content, media_type="text/csv; charset=utf-8", headers=attached)


@router.form(f"{IMPORT}/confirmation", action=IMPORT_COMPANIES, redisplay=_show)
async def confirm(
    import_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[LyceeForm], form_of(LyceeForm)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Record the list."""
    await commit_import(uow, import_id=import_id, now=uow.now)
    return see_other(f"/entreprises/import/{import_id}")


@router.form(f"{IMPORT}/abandon", action=IMPORT_COMPANIES, redisplay=_show)
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
