"""The page of a hand-over dossier."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Request, Response

from contracts.identifiers import Uai
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.requests.lycee_choice import writable
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import CurrentIdentity, RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.portal.handover_dossiers.commands import write_handover
from services.portal.handover_dossiers.forms import WordsForm
from services.portal.handover_dossiers.model.parts import parts_for
from services.portal.handover_dossiers.model.words import SUBJECTS, TEXT_CHARACTERS_MAX
from services.portal.handover_dossiers.store import HandoverDossiers
from services.portal.lycees.store import Lycees
from services.portal.permissions import KEEP_DOSSIER, PERMISSIONS

router = Router()
HERE = "/passation"


@router.page(HERE, action=KEEP_DOSSIER)
async def dossier(request: Request, uow: RequestUnitOfWork) -> Response:
    """What the bureaux shown leave, and what runs there."""
    return await _dossier(request, uow, Typed.blank(WordsForm))


async def _dossier(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    mine: Sequence[Uai] = [
        uai for uai, _ in writable(request, PERMISSIONS, KEEP_DOSSIER) if uai in uow.scope.uais
    ]
    dossiers = HandoverDossiers(uow)
    written = {uai: await dossiers.of(uai) for uai in mine}
    # A form that was refused is shown where it was typed; the only lycée needs not be said.
    at = (typed.value("uai") or (mine[0] if len(mine) == 1 else ""), typed.value("subject"))
    identity = context_of(request).identity
    return render(
        request,
        "portal/handover_dossiers/dossier.html",
        written=written,
        writers=await dossiers.names(),
        names=await Lycees(uow).names(),
        subjects=SUBJECTS,
        typed=typed,
        at=at,
        forms_of={
            (uai, subject): typed
            if typed.values and at == (uai, subject)
            else Typed.blank(WordsForm, text=words.text)
            for uai, subjects in written.items()
            for subject, words in subjects.items()
        },
        parts=parts_for(identity.roles if identity else ()),
        characters=TEXT_CHARACTERS_MAX,
        now=uow.now,
    )


@router.form(HERE, action=KEEP_DOSSIER, redisplay=_dossier)
async def write(
    uow: RequestUnitOfWork,
    identity: CurrentIdentity,
    typed: Annotated[Typed[WordsForm], form_of(WordsForm)],
) -> Response:
    """Write what a bureau leaves on one subject."""
    form = typed.model
    await write_handover(
        uow,
        subject=form.subject,
        text=form.text,
        version=form.version,
        uai=form.uai,
        by=identity.account_id,
        now=uow.now,
    )
    said = SUBJECTS[form.subject][0]
    at = f"#{form.subject.value}-{form.uai}" if form.uai else ""
    return see_other(f"{HERE}{at}", notice=f"«\u00a0{said}\u00a0» est enregistré.")
