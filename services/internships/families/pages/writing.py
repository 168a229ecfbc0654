"""« Écrire aux familles »: whether a lycée does, decided by the head or the bureau, and what is missing."""

from typing import Annotated, Any

from fastapi import Request, Response

from contracts.identifiers import SchoolYear, Uai
from contracts.portal.lycee_profile import LYCEE_PROFILE, LyceeProfileRequest
from services.chassis.questions import QuestionRefused, QuestionUnanswered
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import Undo, see_other
from services.chassis.web.requests.lycee_choice import writable
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.internships.base.days import local_date
from services.internships.base.page import draw
from services.internships.families.commands import write_to_families
from services.internships.families.forms import FamilyWritingForm
from services.internships.families.queries import FamilyCounts, read_family_counts
from services.internships.families.store import FamilyWritings
from services.internships.permissions import PERMISSIONS, SEE_PFMP, WRITE_TO_FAMILIES

router = Router()
HERE = "/pfmp/familles"


@router.page(HERE, action=SEE_PFMP)
async def families(request: Request, uow: RequestUnitOfWork) -> Response:
    """What each lycée shown decided, and what is missing."""
    return await _families(request, uow, Typed.blank(FamilyWritingForm))


async def _families(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    names = context_of(request).user.lycees
    uais = [uai for uai in names if uai in uow.scope.uais]
    counts = await read_family_counts(uow, uais, SchoolYear.of(local_date(uow.now)))
    writings = FamilyWritings(uow)
    return draw(
        request,
        "internships/families/writing.html",
        typed=typed,
        names=names,
        writing={uai: await writings.of(uai) for uai in uais},
        counts={uai: counts.get(uai, FamilyCounts()) for uai in uais},
        phones={uai: await _phone_of(request, uai) for uai in uais},
        may_decide={uai for uai, _ in writable(request, PERMISSIONS, WRITE_TO_FAMILIES)},
    )


async def _phone_of(request: Request, uai: Uai) -> str | None:
    """The telephone on the profile of a lycée, empty where there is none; None while nobody answers."""
    try:
        told = await runtime_of(request).ask(LYCEE_PROFILE, uai, LyceeProfileRequest())
    except (QuestionUnanswered, QuestionRefused):
        return None
    return told.phone or ""


@router.form(HERE, action=WRITE_TO_FAMILIES, redisplay=_families)
async def decide(
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FamilyWritingForm], form_of(FamilyWritingForm)],
) -> Response:
    """Write to families from now on, or no more; the page that follows can undo it."""
    form = typed.model
    decided = await write_to_families(
        uow, uai=form.uai, is_open=form.is_open, version=form.version, now=uow.now
    )
    before = {"version": str(decided.version)} | ({} if form.is_open else {"is_open": "true"})
    undo = Undo(HERE, before | ({"uai": form.uai} if form.uai else {}))
    told = (
        "Le lycée écrit aux familles dont il a une adresse."
        if form.is_open
        else "Plus aucun courriel ne part aux familles. Les adresses notées restent."
    )
    return see_other(HERE, notice=told, undo=undo)
