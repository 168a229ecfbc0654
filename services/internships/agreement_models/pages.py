"""The lycée's own texts of the agreement: brought, tried on a pupil, replaced, gone back to."""

from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from fastapi import Request, Response

from services.chassis.documents.package import FILE_BYTES_MAX
from services.chassis.unit_of_work.audit_log import note_reading
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, see_other
from services.chassis.web.router import RequestUnitOfWork, Router, file_read
from services.chassis.web.views.forms import Typed, form_of
from services.chassis.web.views.french import plural
from services.internships.agreement_models.commands import (
    add_agreement_model,
    remove_agreement_model,
    stop_agreement_model,
    use_agreement_model,
)
from services.internships.agreement_models.forms import AgreementModelForm
from services.internships.agreement_models.model.agreement_fields import MEANINGS
from services.internships.agreement_models.model.agreement_model import DOCX, AgreementModel
from services.internships.agreement_models.store.agreement_models import AgreementModels
from services.internships.agreement_models.store.agreement_texts import read_fields
from services.internships.base.days import local_date
from services.internships.base.form_pieces import VersionForm
from services.internships.base.page import draw
from services.internships.formations.queries import read_formations
from services.internships.permissions import KEEP_MODELS

router = Router()
MODELS = "/pfmp/conventions/modeles"
MODEL = MODELS + "/{model_id}"


@router.page(MODELS, action=KEEP_MODELS, whole=True)
async def models(request: Request, uow: RequestUnitOfWork) -> Response:
    """The texts there are, the fields there are, and a form to bring one."""
    return await _models(request, uow, Typed.blank(AgreementModelForm))


async def _models(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    formations = await read_formations(uow, uow.scope.uais)
    known = typed if typed.form is AgreementModelForm else Typed.blank(AgreementModelForm)
    return draw(
        request,
        "internships/agreement_models/models.html",
        action=KEEP_MODELS,
        models=await AgreementModels(uow).all(),
        typed=known,
        refused=None if known is typed else typed,
        formations=[(one.id, one.label) for one in formations],
        labels={one.id: one.label for one in formations},
        today=local_date(uow.now),
        meanings=[(f"{{{{{one.value}}}}}", text) for one, text in MEANINGS.items()],
    )


async def _read(
    typed: Annotated[Typed[AgreementModelForm], form_of(AgreementModelForm)],
) -> tuple[bytes, tuple[str, ...]]:
    """The text, and the fields typed in it."""
    content = await typed.model.file.read(FILE_BYTES_MAX + 1)
    return content, await read_fields(content)


@router.form(MODELS, action=KEEP_MODELS, redisplay=_models, reads=_read, whole=True)
async def bring(
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[AgreementModelForm], form_of(AgreementModelForm)],
    brought: Annotated[tuple[bytes, tuple[str, ...]], file_read()],
) -> Response:
    """Keep a text and print with it; the one before is a click away."""
    form = typed.model
    content, fields = brought
    model, former = await add_agreement_model(
        uow,
        uai=form.uai,
        formation_id=form.formation_id,
        name=form.file.filename or "",
        voted_on=form.voted_on,
        fields=fields,
        content=content,
        now=uow.now,
    )
    return see_other(MODELS, notice=_taken(model), undo=_back(model, former))


def _taken(model: AgreementModel) -> str:
    """What was found in it: a text without any field is printed as it is."""
    unknown = len(model.unknown)
    if unknown:
        return (
            f"Modèle enregistré\u00a0: {plural(unknown, 'champ inconnu', 'champs inconnus')},"
            " à corriger dans Word ou à remplir à la main."
        )
    return (
        f"Modèle enregistré\u00a0: {plural(len(model.known), 'champ reconnu', 'champs reconnus')}."
    )


def _back(model: AgreementModel, former: AgreementModel | None) -> Undo:
    if former is None:
        return Undo(f"{MODELS}/{model.id}/arret", {"version": str(model.version)})
    return Undo(f"{MODELS}/{former.id}/usage", {"version": str(former.version)})


@router.form(MODEL + "/usage", action=KEEP_MODELS, redisplay=_models, whole=True)
async def use(
    model_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[VersionForm], form_of(VersionForm)],
) -> Response:
    """Go back to a text."""
    model, former = await use_agreement_model(
        uow, model_id=model_id, version=typed.model.version, now=uow.now
    )
    return see_other(MODELS, notice="Modèle utilisé.", undo=_back(model, former))


@router.form(MODEL + "/arret", action=KEEP_MODELS, redisplay=_models, whole=True)
async def stop(
    model_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[VersionForm], form_of(VersionForm)],
) -> Response:
    """Print with it no more."""
    model = await stop_agreement_model(
        uow, model_id=model_id, version=typed.model.version, now=uow.now
    )
    undo = Undo(f"{MODELS}/{model.id}/usage", {"version": str(model.version)})
    return see_other(MODELS, notice="Modèle mis de côté.", undo=undo)


@router.form(MODEL + "/suppression", action=KEEP_MODELS, redisplay=_models, whole=True)
async def remove(
    model_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[VersionForm], form_of(VersionForm)],
) -> Response:
    """Throw it away."""
    await remove_agreement_model(uow, model_id=model_id, version=typed.model.version)
    return see_other(MODELS, notice="Modèle supprimé.")


@router.page(MODEL + "/fichier", action=KEEP_MODELS)
async def file(model_id: UUID, uow: RequestUnitOfWork) -> Response:
    """The text as it was brought, to correct it in Word."""
    model = await AgreementModels(uow).get(model_id)
    await note_reading(uow, action=KEEP_MODELS.name, resource_id=model.id, uai=model.uai)
    return saved(f"{model.name}.docx", DOCX, await AgreementModels(uow).content(model_id))


def saved(name: str, media_type: str, content: bytes) -> Response:
    """A file to save, never shown as a page of ours."""
    return Response(
        content,
        media_type=media_type,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
            "X-Content-Type-Options": "nosniff",
        },
    )
