"""One file, as far as its reader may see it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from contracts.coordination.offer_files import OfferState
from contracts.identifiers import SchoolYear
from services.chassis.base.identity import Role
from services.chassis.reference.nomenclatures.communities import community_name
from services.chassis.reference.nomenclatures.trades import trade_label
from services.chassis.unit_of_work.permissions import Action
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import render
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import FormModel, Typed
from services.coordination.news.model.calendar import local_date
from services.coordination.offer_calendar.queries import ShownDate, read_next
from services.coordination.offer_cards.forms import MoveForm, OpinionForm
from services.coordination.offer_cards.pages.evidence import (
    ask_evidence,
    evidence_page,
    evidence_words,
)
from services.coordination.offer_files.labels import (
    ACTIONS,
    BODIES,
    OPINIONS,
    STAGES,
    choices,
    labels,
    year_choices,
)
from services.coordination.offer_files.model.offer_file import REASON_CHARACTERS_MAX, OfferFile
from services.coordination.offer_files.model.states import OfferAction, possible
from services.coordination.offer_files.queries import FileCard, read_card
from services.coordination.permissions import (
    PERMISSIONS,
    PREPARE_OFFER,
    RAISE_SIGNALS,
    SEE_OFFER,
)

router = Router()
FILE = "/offre/{offer_file_id}"
RUN_A_BUREAU = {Role.RBDE, Role.DDFPT, Role.HEAD}
"""Who reads the figures of one's own lycée, as `supervision` says it."""


@router.page(FILE, action=SEE_OFFER)
async def file(request: Request, uow: RequestUnitOfWork, offer_file_id: UUID) -> Response:
    """One file of the training offer."""
    return await show_file(request, uow, Typed.blank(FormModel), offer_file_id)


async def show_file(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], offer_file_id: UUID
) -> Response:
    """The card, with the form that was refused, if one was, as it was typed."""
    card = await read_card(uow, offer_file_id)
    prepares = may(request, PREPARE_OFFER)
    forms = _forms(uow, card.file)
    placed = prepares and typed.form in forms and _is_offered(typed.form, card.file)
    if placed:
        forms[typed.form] = typed
    asked_of = uow.department_uai if prepares else card.file.facts.lycee
    return render(
        request,
        "coordination/offer_cards/card.html",
        refused=None if placed else typed,
        moving=forms[MoveForm],
        opining=forms[OpinionForm],
        evidence=await ask_evidence(request, card.file, of=asked_of, leaving=False),
        evidence_page=_evidence_page(request, card.file),
        dates=await _dates(uow, card.file),
        may_prepare=prepares,
        may_attach=may(request, RAISE_SIGNALS) and card.file.state is not OfferState.DELETED,
        today=local_date(uow.now),
        **_said(uow, card),
    )


def _evidence_page(request: Request, one: OfferFile) -> str | None:
    """The page of the same evidence, for who may open it: the supervisor, and whoever runs the bureau of its lycée."""
    if may(request, PREPARE_OFFER):
        return evidence_page(one, of=None)
    user, lycee = context_of(request).user, one.facts.lycee
    return evidence_page(one, of=lycee) if user.roles_at(lycee) & RUN_A_BUREAU else None


def may(request: Request, action: Action) -> bool:
    """Whether who asks may do it, for one lycée at least."""
    return PERMISSIONS.allows(context_of(request).user, action)


def _said(uow: UnitOfWork, card: FileCard) -> Mapping[str, Any]:
    """The file as it stands, and the words around it."""
    one = card.file
    offered = [
        action for action in possible(one.state, one.correction) if action != OfferAction.DELETE
    ]
    words = {action: word for action, word in ACTIONS.items() if action in offered}
    return {
        "card": card,
        "file": one,
        "facts": one.facts,
        "trades": named_trades(one),
        "territory": community_name(one.facts.territory),
        "action_choices": choices(words),
        "may_delete": OfferAction.DELETE in possible(one.state, one.correction),
        "own": "" if uow.scope.department_wide else one.facts.lycee,
        "body_choices": choices(BODIES),
        "stage_choices": choices(STAGES),
        "opinion_choices": choices(OPINIONS),
        "year_choices": year_choices(SchoolYear.of(local_date(uow.now)), one.facts.effect_year),
        "reason_max": REASON_CHARACTERS_MAX,
        **evidence_words(),
        **labels(),
    }


def named_trades(one: OfferFile) -> list[tuple[str, str]]:
    """Code and label of its trades."""
    return [(code, trade_label(code) or code) for code in one.facts.trades]


def _forms(uow: UnitOfWork, one: OfferFile) -> dict[Any, Typed[Any]]:
    today = local_date(uow.now)
    return {
        MoveForm: Typed.blank(MoveForm, version=one.version, moved_on=today),
        OpinionForm: Typed.blank(OpinionForm, given_on=today),
    }


def _is_offered(form: Any, one: OfferFile) -> bool:
    """Whether the page has this form, by where the file stands."""
    if form is OpinionForm:
        return one.published and one.state is not OfferState.DELETED
    return any(action != OfferAction.DELETE for action in possible(one.state, one.correction))


async def _dates(uow: UnitOfWork, one: OfferFile) -> list[ShownDate]:
    """The bodies it still comes to."""
    if not one.is_open:
        return []
    facts = one.facts
    return [
        shown
        for shown in await read_next(uow)
        if shown.date.concerns(facts.lycee, facts.effect_year)
    ]
