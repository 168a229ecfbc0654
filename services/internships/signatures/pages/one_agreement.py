"""The agreement of one placement, who signed it, and those before it."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.unit_of_work.audit_log import note_reading
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, see_other
from services.chassis.web.requests.lycee_choice import writable
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.internships.agreements.labels import (
    AGREEMENTS,
    CHANNELS,
    MISSING,
    REFUSALS,
    SIGNERS,
)
from services.internships.agreements.model.agreement_record import Refusal
from services.internships.base.choices import choices
from services.internships.base.days import local_date
from services.internships.base.page import draw
from services.internships.permissions import MANAGE_AGREEMENTS, PERMISSIONS, SEE_PFMP
from services.internships.placements.queries.placements import read_placement
from services.internships.signatures.commands.forget_refusal import forget_refusal
from services.internships.signatures.commands.refuse_signature import refuse_signature
from services.internships.signatures.forms import ForgottenRefusalForm, RefusalForm
from services.internships.signatures.queries import read_agreements_of_placement

router = Router()
HERE = "/pfmp/placements/{placement_id}/signatures"


@router.page(HERE, action=SEE_PFMP)
async def agreement(request: Request, placement_id: UUID, uow: RequestUnitOfWork) -> Response:
    """Where the agreement of a placement is; the amended ones below."""
    card = await read_placement(uow, placement_id)
    await note_reading(uow, action="see-placement", resource_id=card.id, uai=card.uai)
    return await _agreement(
        request, uow, Typed.blank(RefusalForm, on=local_date(uow.now)), placement_id
    )


async def _agreement(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], placement_id: UUID
) -> Response:
    card, today = await read_placement(uow, placement_id), local_date(uow.now)
    found = await read_agreements_of_placement(uow, placement_id)
    lycees = {uai for uai, _ in writable(request, PERMISSIONS, MANAGE_AGREEMENTS)}
    current = found[0] if found and found[0].closed_on is None else None
    return draw(
        request,
        "internships/signatures/one_agreement.html",
        of=card.uai,
        placement=card,
        current=current,
        before=found[1:] if current else found,
        may_sign=card.uai in lycees,
        typed=typed,
        today=today,
        standings=AGREEMENTS,
        signers=SIGNERS,
        channels=CHANNELS,
        refusals=REFUSALS,
        missing=MISSING,
        refusal_choices=choices(REFUSALS),
        signer_choices=[(one.value, SIGNERS[one]) for one in current.awaited(today)]
        if current
        else [],
    )


@router.form(f"{HERE}/{{agreement_id}}/refus", action=MANAGE_AGREEMENTS, redisplay=_agreement)
async def refuse(
    placement_id: UUID,
    agreement_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[RefusalForm], form_of(RefusalForm)],
) -> Response:
    """Note that somebody refuses to sign."""
    form = typed.model
    await refuse_signature(
        uow,
        agreement_id=agreement_id,
        version=form.version,
        refusal=Refusal(form.signer, form.reason, form.on),
        now=uow.now,
    )
    here = HERE.format(placement_id=placement_id)
    undo = Undo(f"{here}/{agreement_id}/refus/retrait", {"version": str(form.version + 1)})
    return see_other(here, notice="Refus de signer noté.", undo=undo)


@router.form(
    f"{HERE}/{{agreement_id}}/refus/retrait", action=MANAGE_AGREEMENTS, redisplay=_agreement
)
async def forget(
    placement_id: UUID,
    agreement_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ForgottenRefusalForm], form_of(ForgottenRefusalForm)],
) -> Response:
    """Forget a refusal: there is none any more."""
    await forget_refusal(uow, agreement_id=agreement_id, version=typed.model.version, now=uow.now)
    return see_other(
        HERE.format(placement_id=placement_id),
        notice="Refus levé\u202f: la signature est attendue.",
    )
