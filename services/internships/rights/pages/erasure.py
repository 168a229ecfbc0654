"""Erasing a pupil: what goes, what stays, then a second yes."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import Uai
from contracts.named_persons import NAMING_NOTES, NotesRequest
from contracts.notifications.mails import MAILS_ABOUT, MailsRequest
from services.chassis.questions import QuestionUnanswered
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.internships.base.access_notes import note_pupil
from services.internships.base.page import draw
from services.internships.permissions import ERASE_PUPIL
from services.internships.pupils.queries import read_pupil
from services.internships.rights.commands import erase_pupil
from services.internships.rights.forms import ErasureForm
from services.internships.rights.queries import PupilToErase, read_pupil_to_erase

router = Router()
ERASURE = "/pfmp/eleves/{pupil_year_id}/effacement"


@router.page(ERASURE, action=ERASE_PUPIL)
async def preview(request: Request, pupil_year_id: UUID, uow: RequestUnitOfWork) -> Response:
    """What erasing the pupil would do; nothing is done."""
    return await _preview(request, uow, Typed.blank(ErasureForm), pupil_year_id)


async def _preview(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], pupil_year_id: UUID
) -> Response:
    card = await read_pupil(uow, pupil_year_id)
    if card.erased:
        return draw(request, "internships/rights/erased_pupil.html", pupil=card)
    await note_pupil(uow, card.id, card.uai)
    pupil = await read_pupil_to_erase(uow, pupil_year_id)
    notes, mails = await _elsewhere(request, card.uai, pupil)
    if notes is not None and "notes" not in typed.values and not typed.errors:
        whole = [str(note.interaction_id) for note in notes if note.whole]
        typed = Typed(typed.form, {**typed.values, "notes": whole}, typed.errors, typed.refusal)
    return draw(
        request,
        "internships/rights/erasure.html",
        card=card,
        pupil=pupil,
        notes=notes,
        mails=mails,
        typed=typed,
    )


async def _elsewhere(request: Request, uai: Uai, pupil: PupilToErase) -> tuple[Any, int | None]:
    """The notes that name the pupil, and how many mails do; None while nobody answers."""
    ask = runtime_of(request).ask
    try:
        naming = NotesRequest(last_name=pupil.last_name, first_name=pupil.first_name)
        notes = (await ask(NAMING_NOTES, uai, naming)).notes
        about = MailsRequest(about=tuple(pupil.placement_ids))
        return notes, len((await ask(MAILS_ABOUT, uai, about)).mails)
    except QuestionUnanswered:
        return None, None


@router.form(ERASURE, action=ERASE_PUPIL, redisplay=_preview)
async def erase(
    pupil_year_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ErasureForm], form_of(ErasureForm)],
) -> Response:
    """Erase the pupil for good."""
    form = typed.model
    await erase_pupil(
        uow, pupil_year_id=pupil_year_id, version=form.version, notes=form.notes, now=uow.now
    )
    return see_other(
        f"/pfmp/eleves/{pupil_year_id}",
        notice="Élève effacé. Les courriels et les notes choisies le sont dans la minute.",
    )
