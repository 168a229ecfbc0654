"""Exchanges of the supervisor with an actor: a form of their own to correct, withdraw and restore one."""

from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.coordination.actor_exchanges.commands import (
    correct_exchange,
    log_exchange,
    restore_exchange,
    withdraw_exchange,
)
from services.coordination.actor_exchanges.forms import (
    ActorExchangeForm,
    CorrectedActorExchangeForm,
)
from services.coordination.actor_exchanges.labels import KINDS, PURPOSES, choices
from services.coordination.actor_exchanges.queries import read_next_steps
from services.coordination.actor_exchanges.store import ActorExchanges
from services.coordination.actor_people.store import ActorPeople
from services.coordination.actors.store import Actors
from services.coordination.base.form_pieces import DecisionForm
from services.coordination.news.model.calendar import local_date
from services.coordination.permissions import MANAGE_ACTORS

router = Router()
NEW = "/annuaire/{actor_id}/echanges"
EXCHANGE = "/annuaire/echanges/{actor_exchange_id}"
Shown = Annotated[Typed[DecisionForm], form_of(DecisionForm)]


@router.page(NEW, action=MANAGE_ACTORS)
async def new(request: Request, uow: RequestUnitOfWork, actor_id: UUID) -> Response:
    """An exchange to note."""
    today = local_date(uow.now)
    return await _new(request, uow, Typed.blank(ActorExchangeForm, occurred_on=today), actor_id)


async def _new(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], actor_id: UUID
) -> Response:
    people = await ActorPeople(uow).of(actor_id)
    return render(
        request,
        "coordination/actor_exchanges/exchange_form.html",
        typed=typed,
        actor=await Actors(uow).get(actor_id),
        exchange=None,
        lost=None,
        people=[(str(one.id), one.details.name) for one in people if not one.away],
        kinds=choices(KINDS),
        purposes=choices(PURPOSES),
        today=local_date(uow.now),
    )


@router.form(NEW, action=MANAGE_ACTORS, redisplay=_new)
async def log(
    actor_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ActorExchangeForm], form_of(ActorExchangeForm)],
) -> Response:
    """Note an exchange."""
    exchange_id = await log_exchange(
        uow, actor_id=actor_id, details=typed.model.details(), now=uow.now
    )
    undo = Undo(f"/annuaire/echanges/{exchange_id}/retrait", {"version": "1"})
    return see_other(_of(actor_id), notice="Échange noté.", undo=undo)


@router.page(EXCHANGE, action=MANAGE_ACTORS)
async def exchange(request: Request, uow: RequestUnitOfWork, actor_exchange_id: UUID) -> Response:
    """An exchange to correct."""
    return await _exchange(request, uow, Typed.blank(DecisionForm), actor_exchange_id)


async def _exchange(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], actor_exchange_id: UUID
) -> Response:
    one = await ActorExchanges(uow).get(actor_exchange_id)
    sent = issubclass(typed.form, ActorExchangeForm)
    lost = typed if sent else None
    if not sent:
        known = Typed.blank(CorrectedActorExchangeForm, **vars(one.details), version=one.version)
        typed = Typed(CorrectedActorExchangeForm, known.values, typed.errors, typed.refusal)
    met = one.details.person_id
    people = [
        (str(known.id), known.details.name)
        for known in await ActorPeople(uow).of(one.actor_id)
        if not known.away or known.id == met
    ]
    labels: dict[str, Any] = {
        "kind": KINDS,
        "purpose": PURPOSES,
        "person_id": dict(people),
    }
    return render(
        request,
        "coordination/actor_exchanges/exchange_form.html",
        typed=replace(typed, labels=labels),
        actor=await Actors(uow).get(one.actor_id),
        exchange=one,
        lost=lost,
        people=people,
        kinds=choices(KINDS),
        purposes=choices(PURPOSES),
        today=local_date(uow.now),
    )


@router.form(EXCHANGE, action=MANAGE_ACTORS, redisplay=_exchange)
async def correct(
    actor_exchange_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[CorrectedActorExchangeForm], form_of(CorrectedActorExchangeForm)],
) -> Response:
    """Correct an exchange."""
    form = typed.model
    one = await correct_exchange(
        uow,
        exchange_id=actor_exchange_id,
        version=form.version,
        details=form.details(),
        now=uow.now,
    )
    return see_other(_of(one.actor_id), notice="Échange corrigé.")


@router.form(f"{EXCHANGE}/retrait", action=MANAGE_ACTORS, redisplay=_exchange)
async def withdraw(actor_exchange_id: UUID, uow: RequestUnitOfWork, typed: Shown) -> Response:
    """Take an exchange back."""
    version = typed.model.version
    one = await withdraw_exchange(uow, exchange_id=actor_exchange_id, version=version, now=uow.now)
    undo = Undo(f"/annuaire/echanges/{one.id}/retablissement", {"version": str(one.version)})
    return see_other(_of(one.actor_id), notice="Échange retiré.", undo=undo)


@router.form(f"{EXCHANGE}/retablissement", action=MANAGE_ACTORS, redisplay=_exchange)
async def restore(actor_exchange_id: UUID, uow: RequestUnitOfWork, typed: Shown) -> Response:
    """Have an exchange stand again."""
    version = typed.model.version
    one = await restore_exchange(uow, exchange_id=actor_exchange_id, version=version)
    undo = Undo(f"/annuaire/echanges/{one.id}/retrait", {"version": str(one.version)})
    return see_other(_of(one.actor_id), notice="Échange rétabli.", undo=undo)


@router.fragment("/annuaire/fragments/suites", action=MANAGE_ACTORS)
async def next_steps(request: Request, uow: RequestUnitOfWork) -> Response:
    """What the supervisor is to do next with actors."""
    return render(
        request,
        "coordination/actor_exchanges/fragment_steps.html",
        steps=await read_next_steps(uow, today=local_date(uow.now)),
    )


def _of(actor_id: UUID) -> str:
    return f"/annuaire/{actor_id}#echanges"
