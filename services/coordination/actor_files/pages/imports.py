"""A list of actors somebody brings: its file, the preview of what it does, and taking it back."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.files.reader_process import FILE_BYTES_MAX
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router, file_read
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.chassis.web.views.french import plural
from services.coordination.actor_files.commands import import_actors, undo_import
from services.coordination.actor_files.forms import ActorListForm, ActorRowsForm, pack
from services.coordination.actor_files.labels import STAYING
from services.coordination.actor_files.model import ListRow, Outcome
from services.coordination.actor_files.pages.relied_on import ask_relied_on
from services.coordination.actor_files.queries import preview_list
from services.coordination.actor_files.store import ActorImports, read_list
from services.coordination.permissions import MANAGE_ACTORS

router = Router()
PAGE = "/annuaire/import"


@router.page(PAGE, action=MANAGE_ACTORS)
async def choose_file(request: Request, uow: RequestUnitOfWork) -> Response:
    """A form to choose a file."""
    return await _choose_file(request, uow, Typed.blank(ActorListForm))


async def _choose_file(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    if typed.form is not ActorListForm:
        typed = Typed.blank(ActorListForm).saying(typed.refusal or "")
    latest = await ActorImports(uow).latest()
    return render(
        request,
        "coordination/actor_files/import.html",
        typed=typed,
        latest=latest,
        names=await ActorImports(uow).names({one for done in latest for one in done.staying}),
        staying=STAYING,
    )


async def _read(
    typed: Annotated[Typed[ActorListForm], form_of(ActorListForm)],
) -> list[ListRow]:
    """Raises FormRefused, ImportFileRefused."""
    return list(await read_list(await typed.model.file.read(FILE_BYTES_MAX + 1)))


@router.form(
    f"{PAGE}/apercu", action=MANAGE_ACTORS, redisplay=_choose_file, recorded=False, reads=_read
)
async def preview(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ActorListForm], form_of(ActorListForm)],
    rows: Annotated[list[ListRow], file_read()],
) -> Response:
    """Show what importing the file would do; nothing is recorded."""
    _ = typed.model
    return await _preview(request, uow, rows)


async def _preview(request: Request, uow: UnitOfWork, rows: list[ListRow]) -> Response:
    return render(
        request,
        "coordination/actor_files/preview.html",
        preview=await preview_list(uow, rows),
        outcomes=Outcome,
        packed=pack(rows),
    )


@router.form(PAGE, action=MANAGE_ACTORS, redisplay=_choose_file)
async def confirm(
    uow: RequestUnitOfWork, typed: Annotated[Typed[ActorRowsForm], form_of(ActorRowsForm)]
) -> Response:
    """Do what the preview showed."""
    done = await import_actors(uow, rows=typed.model.list_rows(), now=uow.now)
    added = plural(len(done.added), "acteur ajouté", "acteurs ajoutés")
    corrected = plural(len(done.corrected), "corrigé", "corrigés")
    undo = Undo(f"{PAGE}/{done.id}/annulation")
    return see_other("/annuaire", notice=f"{added}, {corrected}.", undo=undo)


async def _after_refusal(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Refused[Any],
    actor_import_id: UUID,  # noqa: ARG001  the page is that of all imports
) -> Response:
    return await _choose_file(request, uow, typed)


@router.form(
    f"{PAGE}/{{actor_import_id}}/annulation", action=MANAGE_ACTORS, redisplay=_after_refusal
)
async def undo(
    request: Request,
    actor_import_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Take an imported list back."""
    one = await ActorImports(uow).get_for_update(actor_import_id)
    relied_on = await ask_relied_on(request, uow, one.added)
    done = await undo_import(uow, import_id=actor_import_id, relied_on=relied_on, now=uow.now)
    notice = f"Import annulé\u00a0: {plural(done.back, 'acteur')} comme avant."
    if done.staying:
        stays = plural(len(done.staying), "reste tel quel", "restent tels quels")
        notice += f" {stays}\u202f: voyez pourquoi, un à un, sous cet import."
    return see_other(f"{PAGE}#derniers", notice=notice)
