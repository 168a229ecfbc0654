"""The search for a pupil's place: hosts asked for a period, their answers, those waited for."""

from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import SiteKey
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.internships.approaches.commands import (
    answer_approach,
    mark_refusal,
    note_approach,
    restore_approach,
    withdraw_approach,
)
from services.internships.approaches.forms import (
    AnswerForm,
    ApproachForm,
    AwaitedForm,
    MarkForm,
)
from services.internships.approaches.labels import (
    ANSWER_CHOICES,
    ANSWERS,
    BY,
    MEANS,
)
from services.internships.approaches.model.approach import Answer, Approach, ApproachedBy, Means
from services.internships.approaches.model.suggestion import Suggestion
from services.internships.approaches.pages.parts import AWAITED, said
from services.internships.approaches.queries.approaches import (
    read_approach,
    read_approaches_at,
    read_approaches_of_pupil,
)
from services.internships.approaches.queries.suggestions import read_suggestions
from services.internships.base.access_notes import note_pupil
from services.internships.base.choices import choices
from services.internships.base.days import local_date
from services.internships.base.page import draw
from services.internships.hosts.pages import search_by_name, with_host_names
from services.internships.hosts.queries import read_host
from services.internships.hosts.store.closed_sites import ClosedSites
from services.internships.hosts.store.hosts import Host
from services.internships.participations.labels import STANDINGS
from services.internships.participations.model import PupilSituation
from services.internships.participations.queries import read_periods_of_pupil
from services.internships.participations.store import Participations
from services.internships.permissions import (
    MANAGE_APPROACHES,
    MARK_REFUSAL,
    SEE_PFMP,
)
from services.internships.placements.pages.participation import PARTICIPATION, SEARCHED_CHARACTERS
from services.internships.pupils.queries import read_pupil
from services.internships.rules.queries import read_care

router = Router()
SEARCH = f"{PARTICIPATION}/recherche"
APPROACH = "/pfmp/demarches/{approach_id}"


@router.page(SEARCH, action=SEE_PFMP)
async def search(
    request: Request, period_id: UUID, pupil_year_id: UUID, uow: RequestUnitOfWork
) -> Response:
    """What was tried for a pupil's period, and whom to ask next."""
    typed = Typed.blank(
        ApproachForm,
        site_key=request.query_params.get("lieu", "")[:SEARCHED_CHARACTERS] or None,
        by=ApproachedBy.OFFICE,
        means=Means.CALL,
        on=local_date(uow.now),
        answer=Answer.WAITING,
    )
    pupil = await read_pupil(uow, pupil_year_id)
    await note_pupil(uow, pupil.id, pupil.uai)
    return await _search(request, uow, typed, period_id, pupil_year_id)


async def _search_again(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Refused[Any],
    period_id: UUID,
    pupil_year_id: UUID,
) -> Response:
    return await _search(request, uow, typed, period_id, pupil_year_id)


async def _search(
    request: Request, uow: UnitOfWork, typed: Typed[Any], period_id: UUID, pupil_year_id: UUID
) -> Response:
    pupil = await read_pupil(uow, pupil_year_id)
    found = [p for p in await read_periods_of_pupil(uow, pupil_year_id) if p.period_id == period_id]
    if not found:
        raise NotFound
    words = request.query_params.get("q", "")[:SEARCHED_CHARACTERS]
    host = await _chosen(uow, typed.value("site_key"))
    today = local_date(uow.now)
    without = found[0].published and found[0].standing is PupilSituation.WITHOUT
    looking = without and not pupil.erased
    suggested: Sequence[Suggestion[Host]] = ()
    if looking and host is None and not words:
        suggested = await read_suggestions(uow, pupil, found[0], today=today)
    return draw(
        request,
        "internships/approaches/search.html",
        of=pupil.uai,
        pupil=pupil,
        period=found[0],
        approaches=await with_host_names(
            request, pupil.uai, await read_approaches_of_pupil(uow, pupil_year_id, period_id)
        ),
        words=words,
        looking=looking,
        suggested=await with_host_names(request, pupil.uai, suggested),
        found=await search_by_name(request, uow, pupil.uai, words),
        host=host,
        before=await read_approaches_at(uow, host.site_key) if host else (),
        care=await read_care(uow, host.site_key, today=today) if host else (),
        closed=await ClosedSites(uow).since(host.site_key) if host else None,
        typed=typed,
        today=today,
        standings=STANDINGS,
        by=choices(BY),
        means=choices(MEANS),
        answers=ANSWER_CHOICES,
        **said(request, pupil.uai),
    )


async def _chosen(uow: UnitOfWork, site_key: str) -> Host | None:
    try:
        return await read_host(uow, SiteKey(site_key)) if site_key else None
    except ValueError:
        return None


@router.form(f"{PARTICIPATION}/demarches", action=MANAGE_APPROACHES, redisplay=_search_again)
async def note(
    period_id: UUID,
    pupil_year_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ApproachForm], form_of(ApproachForm)],
) -> Response:
    """Note that a host was asked, with its answer when there is one."""
    form = typed.model
    approach_id = await note_approach(
        uow,
        period_id=period_id,
        pupil_year_id=pupil_year_id,
        site_key=form.site_key,
        asking=form.asking(),
        now=uow.now,
    )
    approach = (await read_approach(uow, approach_id)).approach
    return see_other(
        await _next(uow, approach),
        notice="Démarche notée."
        if form.answer is not Answer.ACCEPTED
        else "Démarche notée\u202f: proposez maintenant le lieu d’accueil.",
        undo=Undo(f"/pfmp/demarches/{approach_id}/retrait", {"version": str(approach.version)}),
    )


async def _next(uow: UnitOfWork, approach: Approach, *, listed: bool = False) -> str:
    """Where one goes on: to the proposal once the host agreed, else back where one was."""
    own = f"/pfmp/periodes/{approach.period_id}/eleves/{approach.pupil_year_id}"
    if approach.answer is Answer.ACCEPTED and approach.withdrawn_at is None:
        stands = await Participations(uow).get(approach.period_id, approach.pupil_year_id)
        if stands.standing is PupilSituation.WITHOUT:
            chosen = {"lieu": approach.site_key, "par": approach.approached_by.origin.value}
            return f"{own}?{urlencode(chosen)}"
    return AWAITED if listed else f"{own}/recherche"


async def _again(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], approach_id: UUID
) -> Response:
    approach = (await read_approach(uow, approach_id)).approach
    return await _search(request, uow, typed, approach.period_id, approach.pupil_year_id)


@router.form(f"{APPROACH}/reponse", action=MANAGE_APPROACHES, redisplay=_again)
async def answer(
    approach_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[AnswerForm], form_of(AnswerForm)],
) -> Response:
    """What the host answered."""
    form = typed.model
    before = (await read_approach(uow, approach_id)).approach.answer
    approach = await answer_approach(
        uow, approach_id=approach_id, version=form.version, answer=form.answer, now=uow.now
    )
    fields = {"version": str(approach.version), "answer": before.value}
    return see_other(
        await _next(uow, approach, listed=form.liste),
        notice=f"Réponse notée\u202f: {ANSWERS[approach.answer][0].lower()}.",
        undo=Undo(f"/pfmp/demarches/{approach_id}/reponse", fields | _listing(form)),
    )


@router.form(f"{APPROACH}/retrait", action=MANAGE_APPROACHES, redisplay=_again)
async def withdraw(
    approach_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[AwaitedForm], form_of(AwaitedForm)],
) -> Response:
    """The approach had been noted by mistake."""
    form = typed.model
    approach = await withdraw_approach(
        uow, approach_id=approach_id, version=form.version, now=uow.now
    )
    fields = {"version": str(approach.version)} | _listing(form)
    return see_other(
        await _next(uow, approach, listed=form.liste),
        notice="Démarche retirée.",
        undo=Undo(f"/pfmp/demarches/{approach_id}/reprise", fields),
    )


@router.form(f"{APPROACH}/reprise", action=MANAGE_APPROACHES, redisplay=_again)
async def restore(
    approach_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[AwaitedForm], form_of(AwaitedForm)],
) -> Response:
    """Put an approach back: it was no mistake."""
    form = typed.model
    approach = await restore_approach(
        uow, approach_id=approach_id, version=form.version, now=uow.now
    )
    fields = {"version": str(approach.version)} | _listing(form)
    own = f"/pfmp/periodes/{approach.period_id}/eleves/{approach.pupil_year_id}/recherche"
    return see_other(
        AWAITED if form.liste else own,
        notice="La démarche est de nouveau notée.",
        undo=Undo(f"/pfmp/demarches/{approach_id}/retrait", fields),
    )


@router.form(f"{APPROACH}/signalement", action=MARK_REFUSAL, redisplay=_again)
async def mark(
    approach_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[MarkForm], form_of(MarkForm)],
) -> Response:
    """The refusal is presumed discriminatory: the head is shown it, and nobody else."""
    form = typed.model
    approach = await mark_refusal(
        uow, approach_id=approach_id, version=form.version, presumed=form.presumed, now=uow.now
    )
    back = {"version": str(approach.version), "presumed": str(not form.presumed).lower()}
    return see_other(
        f"/pfmp/periodes/{approach.period_id}/eleves/{approach.pupil_year_id}/recherche",
        notice="Refus signalé au chef d’établissement." if form.presumed else "Signalement retiré.",
        undo=Undo(f"/pfmp/demarches/{approach_id}/signalement", back),
    )


def _listing(form: AwaitedForm) -> dict[str, str]:
    return {"liste": "true"} if form.liste else {}
