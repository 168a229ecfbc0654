"""Exchanges with the actors of the network: CLEE, chambers, France Travail… The directory names them."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.requests.lycee_choice import chooser_of, writable
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.partnerships.actors.commands import (
    correct_actor_exchange,
    log_actor_exchange,
    restore_actor_exchange,
    withdraw_actor_exchange,
)
from services.partnerships.actors.forms import (
    ActorExchangeForm,
    CorrectedActorExchangeForm,
)
from services.partnerships.actors.store import ActorExchanges
from services.partnerships.base.calendar import local_date
from services.partnerships.base.labels import choices
from services.partnerships.exchanges.labels import KINDS, OUTCOMES, PURPOSES, outcomes
from services.partnerships.exchanges.pages.comparison import compared
from services.partnerships.permissions import LOG_INTERACTION, PERMISSIONS, SEE_COMPANIES

router = Router()
NETWORK = "/entreprises/reseau"
ACTOR = f"{NETWORK}/{{actor_id}}"
EXCHANGE = f"{ACTOR}/echanges/{{exchange_id}}"
SHOWN = 20


@router.page(NETWORK, action=SEE_COMPANIES)
async def network(request: Request, uow: RequestUnitOfWork, apres: UUID | None = None) -> Response:
    """The latest exchanges with all actors."""
    return await _timeline(request, uow, None, apres)


@router.page(ACTOR, action=SEE_COMPANIES)
async def actor(
    request: Request, actor_id: UUID, uow: RequestUnitOfWork, apres: UUID | None = None
) -> Response:
    """The exchanges with one actor, and the form of another one."""
    return await _timeline(request, uow, actor_id, apres)


async def _again(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], actor_id: UUID
) -> Response:
    if typed.form is not ActorExchangeForm:
        typed = _blank(request, uow).saying(typed.refusal or "")
    return await _timeline(request, uow, actor_id, None, typed)


async def _timeline(
    request: Request,
    uow: UnitOfWork,
    actor_id: UUID | None,
    after: UUID | None,
    typed: Typed[Any] | None = None,
) -> Response:
    exchanges = ActorExchanges(uow)
    found = await exchanges.latest(SHOWN + 1, actor_id=actor_id, after=after)
    return render(
        request,
        "partnerships/actors/exchanges.html",
        actor_id=actor_id,
        exchanges=found[:SHOWN],
        total=await exchanges.count(actor_id),
        older=found[SHOWN - 1].id if len(found) > SHOWN else None,
        first=after is None,
        typed=typed or _blank(request, uow),
        kind_labels=KINDS,
        purpose_labels=PURPOSES,
        outcome_labels=OUTCOMES,
        lycees=writable(request, PERMISSIONS, LOG_INTERACTION),
        **_choices(uow),
    )


def _blank(request: Request, uow: UnitOfWork) -> Typed[ActorExchangeForm]:
    return Typed.blank(
        ActorExchangeForm, uai=chooser_of(request).chosen, occurred_on=local_date(uow.now)
    )


def _choices(uow: UnitOfWork) -> dict[str, Any]:
    return {
        "kinds": choices(KINDS),
        "purposes": choices(PURPOSES),
        "outcomes": outcomes(),
        "today": local_date(uow.now),
    }


@router.form(f"{ACTOR}/echanges", action=LOG_INTERACTION, redisplay=_again)
async def log(
    actor_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ActorExchangeForm], form_of(ActorExchangeForm)],
) -> Response:
    """Log an exchange."""
    form = typed.model
    exchange_id = await log_actor_exchange(
        uow, actor_id=actor_id, exchange=form.exchange(), uai=form.uai, now=uow.now
    )
    here = f"{NETWORK}/{actor_id}"
    undo = Undo(f"{here}/echanges/{exchange_id}/retrait")
    return see_other(here, notice="Échange consigné.", undo=undo)


@router.page(f"{EXCHANGE}/correction", action=LOG_INTERACTION)
async def correction(
    request: Request, actor_id: UUID, exchange_id: UUID, uow: RequestUnitOfWork
) -> Response:
    """An exchange to correct."""
    known = await ActorExchanges(uow).get(actor_id, exchange_id)
    asked = CorrectedActorExchangeForm.model_fields
    held = {name: value for name, value in vars(known.exchange).items() if name in asked}
    typed = Typed.blank(CorrectedActorExchangeForm, **held, version=known.version)
    return await _correction(request, uow, typed, actor_id, exchange_id)


async def _correction(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], actor_id: UUID, exchange_id: UUID
) -> Response:
    await ActorExchanges(uow).get(actor_id, exchange_id)
    return render(
        request,
        "partnerships/actors/correction.html",
        actor_id=actor_id,
        exchange_id=exchange_id,
        typed=compared(typed, typed.current) if typed.current else typed,
        **_choices(uow),
    )


@router.form(f"{EXCHANGE}/correction", action=LOG_INTERACTION, redisplay=_correction)
async def correct(
    actor_id: UUID,
    exchange_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[CorrectedActorExchangeForm], form_of(CorrectedActorExchangeForm)],
) -> Response:
    """Correct an exchange unless somebody else just did."""
    form = typed.model
    await correct_actor_exchange(
        uow,
        actor_id=actor_id,
        exchange_id=exchange_id,
        version=form.version,
        exchange=form.exchange(),
        now=uow.now,
    )
    return see_other(f"{NETWORK}/{actor_id}", notice="Échange corrigé.")


async def _after_refusal(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Refused[Any],
    actor_id: UUID,
    exchange_id: UUID,  # noqa: ARG001  the page is the actor's
) -> Response:
    return await _again(request, uow, typed, actor_id)


@router.form(f"{EXCHANGE}/retrait", action=LOG_INTERACTION, redisplay=_after_refusal)
async def withdraw(
    actor_id: UUID,
    exchange_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Forget an exchange noted by mistake."""
    await withdraw_actor_exchange(uow, actor_id=actor_id, exchange_id=exchange_id, now=uow.now)
    here = f"{NETWORK}/{actor_id}"
    undo = Undo(f"{here}/echanges/{exchange_id}/retablissement")
    return see_other(here, notice="Échange retiré.", undo=undo)


@router.form(f"{EXCHANGE}/retablissement", action=LOG_INTERACTION, redisplay=_after_refusal)
async def restore(
    actor_id: UUID,
    exchange_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Have an exchange stand again that was taken back."""
    await restore_actor_exchange(uow, actor_id=actor_id, exchange_id=exchange_id, now=uow.now)
    here = f"{NETWORK}/{actor_id}"
    undo = Undo(f"{here}/echanges/{exchange_id}/retrait")
    return see_other(here, notice="Échange rétabli.", undo=undo)
