"""The card of a need, as far as its reader may see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import CompanyId, Uai
from contracts.partnerships.network_standing import (
    NETWORK_STANDING,
    NetworkStanding,
    NetworkStandingRequest,
)
from services.chassis.base.working_days import working_days_after
from services.chassis.questions import QuestionRefused, QuestionUnanswered
from services.chassis.reference.nomenclatures import commune_name
from services.chassis.reference.nomenclatures.towns import town_text
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import render
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed
from services.coordination.base.promises import latest_promise
from services.coordination.need_cards.forms import (
    AnswerForm,
    ClosingForm,
    DismissalForm,
    NeedVersionForm,
    PhoneAnswerForm,
    QualificationForm,
    RoutingForm,
    TakingForm,
)
from services.coordination.need_cards.queries import NeedCard, offered_actors, read_need_card
from services.coordination.need_list.labels import (
    DISMISSALS,
    KINDS,
    OUTCOMES,
    STATUSES,
    choices,
    labels,
)
from services.coordination.need_list.pages.needs import may
from services.coordination.need_list.queries import Holder
from services.coordination.needs.model.assignment import ANSWER_CHARACTERS_MAX, AssignmentStatus
from services.coordination.needs.model.need import SEATS_MAX, Need
from services.coordination.needs.model.states import NeedAction, NeedStatus, allowed
from services.coordination.news.model.calendar import local_date
from services.coordination.permissions import (
    HANDLE_NEEDS,
    PERMISSIONS,
    ROUTE_NEEDS,
    SEE_NEEDS,
    TELL_NEEDS,
)

router = Router()
NEED = "/besoins/{need_id}"
TO_DO = (AssignmentStatus.ASKED, AssignmentStatus.TAKEN)
DAYS_TO_ANSWER = 10
"""Working days a bureau promises an answer in, unless it says otherwise."""
SEND_AGAIN = "Relisez, puis renvoyez."


@dataclass(frozen=True)
class OwnPart:
    """A bureau's own part of a need, with its forms."""

    held: Holder
    taking: Typed[Any]
    answering: Typed[Any]


@router.page(NEED, action=SEE_NEEDS)
async def need(request: Request, uow: RequestUnitOfWork, need_id: UUID) -> Response:
    """One need."""
    return await show_need(request, uow, Typed.blank(NeedVersionForm), need_id)


async def show_need(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], need_id: UUID
) -> Response:
    """The card, with the form that was refused, if one was, as it was typed."""
    card = await read_need_card(uow, need_id)
    if typed.current:
        told = f"{typed.refusal}. {_stands_now(card)}"
        typed = replace(typed, current=_shown(typed.current)).saying(f"{told} {SEND_AGAIN}")
    routes = may(request, ROUTE_NEEDS)
    standing = (
        await _standing(request, uow, card.need) if routes or may(request, TELL_NEEDS) else None
    )
    forms = _forms(card, standing)
    own = _own_parts(request, uow, card, typed)
    phoned = _phoned(card, typed, local_date(uow.now)) if routes else {}
    placed = any(typed in (part.taking, part.answering) for part in own)
    placed = placed or (typed.form is PhoneAnswerForm and bool(phoned))
    if routes and _is_offered(typed.form, card.need):
        kept = {**forms[typed.form].values, **typed.values, "version": str(card.need.version)}
        forms[typed.form] = replace(typed, values=kept)
        placed = True
    return render(
        request,
        "coordination/need_cards/need.html",
        refused=None if placed else _without_its_form(typed),
        own=own,
        phoned=phoned,
        forms_of={form.__name__: one for form, one in forms.items()},
        standing=standing,
        bureau_choices=_bureaux(card, standing),
        actor_names=[name for _, name in await offered_actors(uow)] if routes else [],
        # To make it again would lose what was typed in a form that was refused.
        now=uow.now if request.method == "GET" else None,
        today=local_date(uow.now),
        latest=latest_promise(local_date(uow.now)),
        **_said(request, card, routes=routes),
    )


def _is_offered(form: Any, need: Need) -> bool:
    """Whether the page has this form of the supervisor, by where the need stands."""
    asked = {
        QualificationForm: NeedAction.QUALIFY,
        RoutingForm: NeedAction.ROUTE,
        ClosingForm: NeedAction.CLOSE,
        DismissalForm: NeedAction.DISMISS,
    }
    if need.details is None or form not in asked:
        return False
    answered = form is ClosingForm and need.status is NeedStatus.ANSWERED
    return not answered and allowed(need.status, asked[form])


def _said(request: Request, card: NeedCard, *, routes: bool) -> Mapping[str, Any]:
    """The need as its reader may see it, and the words around it."""
    need = card.need
    return {
        "card": card,
        "need": need,
        "details": need.details,
        "lycee_names": dict(card.lycees),
        "place": commune_name(need.details.commune) if need.details else None,
        "sees_person": _sees_person(request, card),
        "may_route": routes,
        "may_do": lambda action: routes and allowed(need.status, NeedAction(action)),
        "kind_choices": choices(KINDS),
        "outcome_choices": choices(OUTCOMES),
        "dismissal_choices": choices(DISMISSALS),
        "answer_max": ANSWER_CHARACTERS_MAX,
        "seats_max": SEATS_MAX,
        **labels(),
    }


def _without_its_form(typed: Typed[Any]) -> Typed[Any]:
    """What was refused where the page has its form no more: nothing can be sent again."""
    return typed.saying(typed.refusal.removesuffix(SEND_AGAIN).rstrip()) if typed.refusal else typed


def _stands_now(card: NeedCard) -> str:
    """Where it stands and who has it, for who decided on what they saw before."""
    who = ", ".join(one.name for one in card.having if one.assignment.status in TO_DO)
    stands = STATUSES[card.need.status][0]
    return f"Ce besoin, maintenant\u00a0: {stands}{f' ({who})' if who else ''}."


def _shown(current: Mapping[str, Any]) -> Mapping[str, Any]:
    """What somebody else left, with the commune as people write it."""
    return {**current, "commune": town_text(current.get("commune"), None)}


async def _standing(request: Request, uow: UnitOfWork, need: Need) -> NetworkStanding | None:
    """What the registry says of the company; None while it cannot be asked."""
    details = need.details
    if details is None or not (details.company_id or details.siret):
        return NetworkStanding()
    asked = NetworkStandingRequest(
        company_id=CompanyId(details.company_id) if details.company_id else None,
        siret=details.siret,
    )
    try:
        return await runtime_of(request).ask(NETWORK_STANDING, uow.department_uai, asked)
    except (QuestionUnanswered, QuestionRefused):
        return None


def _forms(card: NeedCard, standing: NetworkStanding | None) -> dict[Any, Typed[Any]]:
    """The supervisor's forms as they open; nobody has it yet: who leads with the company is ticked."""
    need, version = card.need, card.need.version
    known: dict[str, Any] = {}
    if need.details is not None:
        names = ("kind", "siret", "formation", "seats", "wanted_from")
        known = {name: getattr(need.details, name) for name in names}
        known["commune"] = town_text(need.details.commune, None)
    first = [standing.lead] if standing and standing.lead and not card.having else []
    return {
        QualificationForm: Typed.blank(QualificationForm, version=version, **known),
        RoutingForm: Typed.blank(RoutingForm, version=version, bureaux=first),
        ClosingForm: Typed.blank(ClosingForm, version=version),
        DismissalForm: Typed.blank(DismissalForm, version=version),
    }


def _phoned(card: NeedCard, typed: Typed[Any], today: date) -> Mapping[UUID, Typed[Any]]:
    """For each actor that has it to do, the form that notes what it answered by phone."""
    if not allowed(card.need.status, NeedAction.ANSWER):
        return {}
    forms = {}
    for held in card.having:
        one = held.assignment
        if one.actor_id is None or one.status not in TO_DO:
            continue
        version = card.need.version
        blank = Typed.blank(PhoneAnswerForm, version=version, phoned_on=today, answer=one.answer)
        again = typed.form is PhoneAnswerForm and typed.value("assignment_id") == str(one.id)
        kept = {**typed.values, "version": str(version)}
        forms[one.id] = replace(typed, values=kept) if again else blank
    return forms


def _own_parts(
    request: Request, uow: UnitOfWork, card: NeedCard, typed: Typed[Any]
) -> Sequence[OwnPart]:
    """What the reader's own bureaux have to do of it."""
    mine = PERMISSIONS.scope(context_of(request).user, HANDLE_NEEDS).uais
    if card.need.status not in (NeedStatus.ROUTED, NeedStatus.TAKEN):
        return []
    day = working_days_after(local_date(uow.now), DAYS_TO_ANSWER)
    parts = []
    for held in card.having:
        one = held.assignment
        if one.actor_id is not None or one.uai not in mine or one.status not in TO_DO:
            continue
        again = typed.value("assignment_id") == str(one.id)
        taking = Typed.blank(TakingForm, promised_on=one.promised_on or day)
        answering = Typed.blank(AnswerForm, answer=one.answer)
        parts.append(
            OwnPart(
                held,
                typed if again and typed.form is TakingForm else taking,
                typed if again and typed.form is AnswerForm else answering,
            )
        )
    return parts


def _sees_person(request: Request, card: NeedCard) -> bool:
    """Whether the reader may know who asked: the supervisor, and the bureaux that told it or have to do with it."""
    scope = PERMISSIONS.scope(context_of(request).user, TELL_NEEDS)
    return scope.department_wide or bool(scope.uais & {card.need.uai, *_holding(card)})


def _bureaux(card: NeedCard, standing: NetworkStanding | None) -> Sequence[tuple[str, str]]:
    """The bureaux that do not have it: who leads first, then who follows the commune."""
    holding, said = _holding(card), _said_of(standing)
    free = [(uai, name) for uai, name in card.lycees if Uai(uai) not in holding]
    ordered = sorted(free, key=lambda one: said.get(one[0], (2, ""))[0])
    return [(uai, f"{name}{said.get(uai, (2, ''))[1]}") for uai, name in ordered]


def _holding(card: NeedCard) -> frozenset[Uai]:
    """The bureaux that have it, those it is not for left out."""
    return frozenset(
        one.assignment.uai
        for one in card.having
        if one.assignment.actor_id is None and not one.assignment.may_be_asked_anew
    )


def _said_of(standing: NetworkStanding | None) -> Mapping[str, tuple[int, str]]:
    if standing is None:
        return {}
    said: dict[str, tuple[int, str]] = dict.fromkeys(
        standing.territory, (1, " (suit cette commune)")
    )
    if standing.lead is not None:
        said[standing.lead] = (0, " (chef de file)")
    return said
