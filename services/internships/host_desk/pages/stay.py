"""The page who hosts a pupil holds by a personal link: who comes when, and what is asked of the host."""

import asyncio
from typing import Annotated, Any

from fastapi import Request, Response

from contracts.personal_links import HOSTED_STAY
from contracts.portal.accounts import BureauPeople
from services.chassis.base.errors import NotFound
from services.chassis.security.secret_links import Opened
from services.chassis.service.typed_codes import CodeForm, code_page, lead_by_code
from services.chassis.unit_of_work.permissions import PUBLIC
from services.chassis.unit_of_work.unit_of_work import Scope
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.requests.visitor_pace import Pace, visitor_of
from services.chassis.web.router import Router
from services.chassis.web.views.forms import Typed, form_of
from services.internships.agreement_models.model.agreement_model import AgreementModel
from services.internships.agreement_models.pages import saved
from services.internships.agreement_models.store.agreement_models import AgreementModels
from services.internships.agreement_prints.pages.built_in import as_pdf
from services.internships.agreement_prints.pages.own_texts import in_word, model_of, texts_of
from services.internships.agreement_prints.pages.parties import (
    parties_of,
    printed_by,
    profile_of,
)
from services.internships.agreement_prints.queries import values_of
from services.internships.agreement_prints.store.typeset import PDF
from services.internships.base.bureau import bureau_of
from services.internships.base.days import local_date
from services.internships.follow_ups.labels import LEVELS, MATTERS
from services.internships.host_desk.forms import DifficultyForm, OpinionForm
from services.internships.host_desk.labels import AGAIN, HOST_LEVELS, PREPARED
from services.internships.host_desk.model import REMARK_CHARACTERS, HostOpinion, steps_of
from services.internships.host_desk.queries import (
    HostedStay,
    read_coded_stay,
    read_hosted_stay,
)
from services.internships.host_desk.store import typeset_attestation
from services.internships.personal_links.model import purpose_of
from services.internships.visits.labels import WAYS

router = Router()
PAGE = HOSTED_STAY.path
OWN = f"{PAGE}/{{stay_token}}"
PURPOSE = purpose_of(HOSTED_STAY)
WORDS = {
    "levels": [(level.value, label) for level, label in HOST_LEVELS.items()],
    "level_labels": LEVELS,
    "matters": MATTERS,
    "again": [(one.value, label) for one, label in AGAIN.items()],
    "prepared": list(PREPARED.items()),
    "again_labels": AGAIN,
    "prepared_labels": PREPARED,
    "longest": REMARK_CHARACTERS,
    "visit_labels": WAYS,
}
"""What the page offers to choose from, and how it calls what was chosen."""
VISITS = Pace(times=300, seconds=60)
"""A company has one address for all."""


@router.page(OWN, action=PUBLIC, secret=True)
async def stay(request: Request, stay_token: str) -> Response:
    """The stay of one pupil. Mail scanners open links: no effect."""
    VISITS.count(visitor_of(request))
    return await show_stay(request, stay_token)


def opened_by(request: Request, stay_token: str) -> Opened:
    """What a link leads to. Raises LinkUnknown."""
    return runtime_of(request).work.links.read(PURPOSE, stay_token)


async def show_stay(
    request: Request, stay_token: str, typed: Typed[Any] | None = None, status: int = 200
) -> Response:
    """The page with what was refused, or that the link opens it no more."""
    try:
        found = await _stay_of(request, stay_token)
    except NotFound:
        return over(request, typed)
    now, facts = runtime_of(request).work.now(), found.facts
    today = local_date(now)
    (parties, _), profile, bureau = await asyncio.gather(
        parties_of(request, facts.uai, [facts]),
        profile_of(request, facts.uai),
        bureau_of(request, facts.uai),
    )
    return render(
        request,
        "internships/host_desk/stay.html",
        status=status,
        stay=found,
        facts=facts,
        here=f"{PAGE}/{stay_token}",
        today=today,
        party=parties[0],
        phone_of_lycee=profile.phone if profile else None,
        lycee=_named(bureau),
        members=bureau.members if bureau else (),
        steps=steps_of(found.days, found.agreement, minor=found.minor, today=today),
        refused=typed,
        judging=typed if typed and typed.form is OpinionForm else _judging(found.opinion),
        correctable=found.opinion is None or now < found.opinion.correctable_until,
        telling=typed if typed and typed.form is DifficultyForm else Typed.blank(DifficultyForm),
        **WORDS,
    )


def _judging(said: HostOpinion | None) -> Typed[OpinionForm]:
    """The form of an opinion, as it was given."""
    if said is None:
        return Typed.blank(OpinionForm)
    return Typed.blank(
        OpinionForm, again=said.again, prepared=said.prepared, remark=said.remark or ""
    )


def _named(bureau: BureauPeople | None) -> str | None:
    return bureau.lycee if bureau else None


async def _stay_of(request: Request, stay_token: str) -> HostedStay:
    opened = opened_by(request, stay_token)
    work = runtime_of(request).work
    async with work.begin(Scope(frozenset({opened.uai})), uai=opened.uai) as uow:
        return await read_hosted_stay(uow, opened.row_id)


def over(request: Request, typed: Typed[Any] | None = None) -> Response:
    """The one answer of a link that is closed, over, of a place withdrawn, or never given."""
    return render(request, "internships/host_desk/stay_over.html", status=404, typed=typed)


@router.page(f"{OWN}/convention", action=PUBLIC, secret=True)
async def agreement(request: Request, stay_token: str) -> Response:
    """The agreement to print, as the bureau prints it; once it was issued."""
    VISITS.count(visitor_of(request))
    texts: dict[Any, bytes] = {}
    serving: dict[Any, AgreementModel] = {}
    try:
        opened = opened_by(request, stay_token)
        work = runtime_of(request).work
        async with work.begin(Scope(frozenset({opened.uai})), uai=opened.uai) as uow:
            found = await read_hosted_stay(uow, opened.row_id)
            serving = await AgreementModels(uow).serving_all(opened.uai)
            if own := model_of(found.facts, serving):
                texts = await texts_of(uow, {own})
    except NotFound:
        return over(request)
    if found.agreement is None:
        told = "La convention n’est pas encore prête\u202f: le lycée l’émet avant le premier jour."
        return see_other(f"{PAGE}/{stay_token}", notice=told)
    if found.facts.why_not:
        told = "Ce séjour est interrompu\u202f: sa convention ne s’imprime plus. Appelez le lycée."
        return see_other(f"{PAGE}/{stay_token}", notice=told)
    if texts:
        return await in_word(request, [found.facts], serving, texts)
    return await as_pdf(request, [found.facts])


@router.page(f"{OWN}/attestation", action=PUBLIC, secret=True)
async def attestation(request: Request, stay_token: str) -> Response:
    """The attestation to print, its days left to be filled by hand; from a week before the last day."""
    VISITS.count(visitor_of(request))
    try:
        found = await _stay_of(request, stay_token)
    except NotFound:
        return over(request)
    facts, today = found.facts, local_date(runtime_of(request).work.now())
    if not found.days.is_attested(today):
        told = "L’attestation s’imprime ici une semaine avant le dernier jour."
        return see_other(f"{PAGE}/{stay_token}", notice=told)
    (parties, _), printed = await asyncio.gather(
        parties_of(request, facts.uai, [facts]), printed_by(request, facts.uai, today)
    )
    name = f"Attestation {facts.class_label} {facts.pupil}"
    logo = printed.profile.logo if printed.profile else None
    values = values_of(facts, parties[0], printed, None)
    return saved(f"{name}.pdf", PDF, await typeset_attestation(name, printed.lycee, values, logo))


async def _again(request: Request, typed: Refused[CodeForm]) -> Response:
    return code_page(request, typed)


@router.form(HOSTED_STAY.code_path, action=PUBLIC, redisplay=_again, recorded=False)
async def typed_code(
    request: Request, typed: Annotated[Typed[CodeForm], form_of(CodeForm)]
) -> Response:
    """Lead to the page whose code was typed; nothing is changed by it."""
    return await lead_by_code(
        request, typed, kind=HOSTED_STAY, purpose=PURPOSE, read=read_coded_stay
    )
