"""Agreements with actors: in one list, and noted, corrected, renewed, withdrawn."""

from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.coordination.actor_agreements.commands import (
    correct_agreement,
    renew_agreement,
    restore_agreement,
    sign_agreement,
    withdraw_agreement,
)
from services.coordination.actor_agreements.forms import AgreementForm, CorrectedAgreementForm
from services.coordination.actor_agreements.labels import STATES
from services.coordination.actor_agreements.model import ActorAgreement
from services.coordination.actor_agreements.queries import read_agreements
from services.coordination.actor_agreements.store import ActorAgreements
from services.coordination.actors.store import Actors
from services.coordination.base.form_pieces import DecisionForm
from services.coordination.news.model.calendar import local_date
from services.coordination.news.store.news import Lycees
from services.coordination.permissions import MANAGE_ACTORS, PERMISSIONS, SEE_NETWORK

router = Router()
LIST = "/annuaire/conventions"
NEW = "/annuaire/{actor_id}/conventions"
AGREEMENT = "/annuaire/conventions/{actor_agreement_id}"
ENDED = "terminees"
Shown = Annotated[Typed[DecisionForm], form_of(DecisionForm)]
Corrected = Annotated[Typed[CorrectedAgreementForm], form_of(CorrectedAgreementForm)]


@router.page(LIST, action=SEE_NETWORK)
async def agreements(request: Request, uow: RequestUnitOfWork, *, filtre: str = "") -> Response:
    """All agreements with actors, what ends first above."""
    ended = filtre == ENDED
    return render(
        request,
        "coordination/actor_agreements/agreements.html",
        listed=await read_agreements(uow, today=local_date(uow.now), ended=ended),
        ended=ended,
        states=STATES,
        lycee_names=await Lycees(uow).names(),
        may_manage=PERMISSIONS.allows(context_of(request).user, MANAGE_ACTORS),
    )


@router.page(NEW, action=MANAGE_ACTORS)
async def new(request: Request, uow: RequestUnitOfWork, actor_id: UUID) -> Response:
    """An agreement to note."""
    return await _new(request, uow, Typed.blank(AgreementForm), actor_id)


async def _new(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], actor_id: UUID
) -> Response:
    return await _form(request, uow, typed, actor_id, None)


@router.form(NEW, action=MANAGE_ACTORS, redisplay=_new)
async def sign(
    actor_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[AgreementForm], form_of(AgreementForm)],
) -> Response:
    """Note an agreement."""
    agreement_id = await sign_agreement(
        uow, actor_id=actor_id, details=typed.model.details(), now=uow.now
    )
    undo = Undo(f"{LIST}/{agreement_id}/retrait", {"version": "1"})
    return see_other(_of(actor_id), notice="Convention notée.", undo=undo)


@router.page(AGREEMENT, action=MANAGE_ACTORS)
async def agreement(request: Request, uow: RequestUnitOfWork, actor_agreement_id: UUID) -> Response:
    """An agreement to correct."""
    return await _agreement(request, uow, Typed.blank(DecisionForm), actor_agreement_id)


async def _agreement(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], actor_agreement_id: UUID
) -> Response:
    one = await ActorAgreements(uow).get(actor_agreement_id)
    sent = issubclass(typed.form, AgreementForm)
    lost = typed if sent else None
    if not sent:
        known = Typed.blank(CorrectedAgreementForm, **vars(one.details), version=one.version)
        typed = Typed(CorrectedAgreementForm, known.values, typed.errors, typed.refusal)
    return await _form(request, uow, typed, one.actor_id, one, lost=lost)


@router.page(f"{AGREEMENT}/renouvellement", action=MANAGE_ACTORS)
async def renewal(request: Request, uow: RequestUnitOfWork, actor_agreement_id: UUID) -> Response:
    """The agreement that is to take its place, filled with what follows from it."""
    one = await ActorAgreements(uow).get(actor_agreement_id)
    known = {**vars(one.next_details()), "signed_on": None}
    typed = Typed.blank(CorrectedAgreementForm, **known, version=one.version)
    return await _renewal(request, uow, typed, actor_agreement_id)


async def _renewal(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], actor_agreement_id: UUID
) -> Response:
    one = await ActorAgreements(uow).get(actor_agreement_id)
    lost = typed if typed.refusal else None
    return await _form(request, uow, typed, one.actor_id, one, renewing=True, lost=lost)


async def _form(
    request: Request,
    uow: UnitOfWork,
    typed: Typed[Any],
    actor_id: UUID,
    one: ActorAgreement | None,
    *,
    renewing: bool = False,
    lost: Typed[Any] | None = None,
) -> Response:
    today, own = local_date(uow.now), uow.department_uai
    names = await Lycees(uow).names()
    return render(
        request,
        "coordination/actor_agreements/agreement_form.html",
        typed=replace(typed, labels={"lycees": names}),
        actor=await Actors(uow).get(actor_id),
        agreement=one,
        renewing=renewing,
        lost=lost,
        state=STATES[one.state(today)] if one else None,
        lycees=sorted(
            ((str(uai), name) for uai, name in names.items() if uai != own),
            key=lambda named: named[1],
        ),
        today=today,
    )


@router.form(AGREEMENT, action=MANAGE_ACTORS, redisplay=_agreement)
async def correct(actor_agreement_id: UUID, uow: RequestUnitOfWork, typed: Corrected) -> Response:
    """Correct an agreement."""
    form = typed.model
    await correct_agreement(
        uow,
        agreement_id=actor_agreement_id,
        version=form.version,
        details=form.details(),
        now=uow.now,
    )
    one = await ActorAgreements(uow).get(actor_agreement_id)
    return see_other(_of(one.actor_id), notice="Convention corrigée.")


@router.form(f"{AGREEMENT}/renouvellement", action=MANAGE_ACTORS, redisplay=_renewal)
async def renew(actor_agreement_id: UUID, uow: RequestUnitOfWork, typed: Corrected) -> Response:
    """Note the agreement that takes its place."""
    form = typed.model
    one = await renew_agreement(
        uow,
        agreement_id=actor_agreement_id,
        version=form.version,
        details=form.details(),
        now=uow.now,
    )
    undo = Undo(f"{LIST}/{one.id}/retrait", {"version": "1"})
    return see_other(_of(one.actor_id), notice="Convention renouvelée.", undo=undo)


@router.form(f"{AGREEMENT}/retrait", action=MANAGE_ACTORS, redisplay=_agreement)
async def withdraw(actor_agreement_id: UUID, uow: RequestUnitOfWork, typed: Shown) -> Response:
    """Take an agreement back."""
    version = typed.model.version
    one = await withdraw_agreement(
        uow, agreement_id=actor_agreement_id, version=version, now=uow.now
    )
    undo = Undo(f"{LIST}/{one.id}/retablissement", {"version": str(one.version)})
    return see_other(_of(one.actor_id), notice="Convention retirée.", undo=undo)


@router.form(f"{AGREEMENT}/retablissement", action=MANAGE_ACTORS, redisplay=_agreement)
async def restore(actor_agreement_id: UUID, uow: RequestUnitOfWork, typed: Shown) -> Response:
    """Have an agreement stand again."""
    version = typed.model.version
    one = await restore_agreement(uow, agreement_id=actor_agreement_id, version=version)
    undo = Undo(f"{LIST}/{one.id}/retrait", {"version": str(one.version)})
    return see_other(_of(one.actor_id), notice="Convention rétablie.", undo=undo)


def _of(actor_id: UUID) -> str:
    return f"/annuaire/{actor_id}#conventions"
