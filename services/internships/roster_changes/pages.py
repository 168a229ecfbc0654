"""The last lists of classes, and taking one back."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.chassis.web.views.french import plural
from services.internships.base.access_notes import note_pupils
from services.internships.base.page import draw
from services.internships.permissions import MANAGE_PUPILS
from services.internships.roster_changes.commands import undo_roster_import
from services.internships.roster_changes.model import Kept, PupilChange
from services.internships.roster_changes.queries import show_roster_undo
from services.internships.roster_changes.store.undo import RosterUndo

router = Router()
UNDOING = "/pfmp/eleves/import/{import_id}/annulation"
WHY_KEPT = {
    Kept.CHANGED: "changé depuis",
    Kept.RELIED_ON: "quelque chose a été noté depuis",
    Kept.HAS_A_PLACE: "un lieu d’accueil lui est proposé ou confirmé",
    Kept.GONE: "n’est plus là, ou est effacé",
}


def told(change: PupilChange) -> str:
    """What taking an import back does to a pupil; « ; » between two things."""
    if change.was is None:
        return "removed"
    if change.was.class_id != change.now.class_id:
        return "moved"
    return "stays" if change.was.left_on is None else "leaves"


@router.page(UNDOING, action=MANAGE_PUPILS)
async def show(request: Request, import_id: UUID, uow: RequestUnitOfWork) -> Response:
    """What taking the import back does, line by line; nothing is done yet."""
    return await _show(request, uow, Typed.blank(FormModel), import_id)


async def _show(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], import_id: UUID
) -> Response:
    shown = await show_roster_undo(uow, import_id)
    await note_pupils(uow, [shown.undo.about.uai])
    return draw(
        request,
        "internships/roster_changes/undo.html",
        of=shown.undo.about.uai,
        action=MANAGE_PUPILS,
        shown=shown,
        undo=shown.undo,
        typed=typed,
        told=told,
        why_kept=WHY_KEPT,
    )


@router.form(UNDOING, action=MANAGE_PUPILS, redisplay=_show)
async def undo(
    import_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Put back what the import changed."""
    done = await undo_roster_import(uow, import_id=import_id, now=uow.now)
    return see_other("/pfmp/eleves", notice=_sentence(done))


def _sentence(done: RosterUndo) -> str:
    created = sum(change.was is None for change in done.back)
    others = len(done.back) - created
    kept = len(done.pupils) - len(done.back)
    parts = []
    if created:
        parts.append(plural(created, "élève retiré", "élèves retirés"))
    if others:
        parts.append(plural(others, "élève remis comme avant", "élèves remis comme avant"))
    if done.addresses:
        parts.append(
            plural(done.addresses, "adresse de courriel retirée", "adresses de courriel retirées")
        )
    if closed := len(done.formations_back):
        parts.append(plural(closed, "formation retirée", "formations retirées"))
    if kept:
        parts.append(plural(kept, "élève gardé", "élèves gardés"))
    return f"Import annulé\u202f: {', '.join(parts) or 'les classes sont comme avant'}."
