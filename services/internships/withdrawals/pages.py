"""Giving a place up, and putting it back; taking a confirmation back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import Uai
from contracts.notifications.mails import MAILS_ABOUT, MailsRequest
from services.chassis.base.errors import Conflict, Invalid
from services.chassis.questions import QuestionUnanswered
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import Undo, see_other, send_on
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import FormRefused, Typed, form_of
from services.chassis.web.views.french import plural
from services.internships.board.pages import keeping
from services.internships.classes.forms import ClassConfirmationUndoForm
from services.internships.classes.pages import (
    CONFIRMATION,
    class_in_period,
    field_of,
    redraw_class,
)
from services.internships.classes.pages import HERE as CLASS
from services.internships.classes.queries import read_class_in_period, read_pupils_of_places
from services.internships.participations.model import PupilSituation
from services.internships.periods.store import Periods
from services.internships.permissions import MANAGE_PLACEMENTS
from services.internships.placements.commands.withdraw_placement import withdraw_placement
from services.internships.placements.forms import WithdrawalForm
from services.internships.placements.pages.placements import PLACEMENT, moved, redraw_placement
from services.internships.placements.queries.placements import read_placement
from services.internships.withdrawals.commands import (
    read_undoing_refusals,
    restore_placement,
    undo_confirmation,
    undo_confirmations,
)
from services.internships.withdrawals.forms import RestoringForm

router = Router()
TO_THE_HOST = "host_agreed"
"""What the notification service calls the mail by which the host reads its agreement."""
LEFT, UNFINISHED = "sent", frozenset({"queued", "deferred", "attempting"})
STILL = f"{CONFIRMATION}/retrait/reste"


class ConfirmationsStand(FormRefused):
    """None of these confirmations could be taken back."""

    title = "Ces confirmations n’ont pas été annulées\u202f: voyez pourquoi."


@router.form(f"{PLACEMENT}/retrait", action=MANAGE_PLACEMENTS, redisplay=redraw_placement)
async def withdraw(
    placement_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[WithdrawalForm], form_of(WithdrawalForm)],
) -> Response:
    """The place is given up."""
    form = typed.model
    await withdraw_placement(
        uow, placement_id=placement_id, version=form.version, reason=form.reason, now=uow.now
    )
    now = await read_placement(uow, placement_id)
    undo = Undo(
        f"/pfmp/placements/{placement_id}/remise",
        {"version": str(now.version)} | keeping(form.tableau),
    )
    notice = "Lieu d’accueil retiré."
    return await moved(uow, placement_id, form.tableau, notice=notice, undo=undo)


@router.form(f"{PLACEMENT}/remise", action=MANAGE_PLACEMENTS, redisplay=redraw_placement)
async def restore(
    placement_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[RestoringForm], form_of(RestoringForm)],
) -> Response:
    """The place was given up by mistake."""
    form = typed.model
    again = await restore_placement(
        uow, placement_id=placement_id, version=form.version, now=uow.now
    )
    return await moved(uow, again, form.tableau, notice="Lieu d’accueil remis comme avant.")


@router.form(
    f"{PLACEMENT}/confirmation/retrait", action=MANAGE_PLACEMENTS, redisplay=redraw_placement
)
async def unconfirm(
    request: Request,
    placement_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[RestoringForm], form_of(RestoringForm)],
) -> Response:
    """The place was confirmed by mistake; what has left of it is said."""
    form = typed.model
    was = await read_placement(uow, placement_id)
    again = await undo_confirmation(
        uow, placement_id=placement_id, version=form.version, now=uow.now
    )
    left = await _what_left(request, was.uai, [was.id])
    notice = f"Confirmation annulée\u202f: le lieu est seulement proposé. {left}"
    return await moved(uow, again, form.tableau, notice=notice.strip())


@router.form(f"{CONFIRMATION}/retrait", action=MANAGE_PLACEMENTS, redisplay=redraw_class)
async def unconfirm_class(
    request: Request,
    period_id: UUID,
    class_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ClassConfirmationUndoForm], form_of(ClassConfirmationUndoForm)],
) -> Response:
    """What one sending confirmed is taken back, but for what somebody did something about since."""
    versions = typed.model.versions
    whose = await read_pupils_of_places(uow, period_id, versions)
    uai = (await Periods(uow).get(period_id)).uai
    done = await undo_confirmations(uow, versions=versions, now=uow.now)
    if not done.undone:
        raise ConfirmationsStand(_errors(whose, done.refused))
    many = len(done.undone)
    said = f"{plural(many, 'confirmation annulée', 'confirmations annulées')}\u202f: "
    said += "le lieu est seulement proposé." if many == 1 else "ces lieux sont seulement proposés."
    notice = f"{said} {await _what_left(request, uai, done.undone)}".strip()
    if done.refused:
        return send_on(STILL.format(period_id=period_id, class_id=class_id), notice=notice)
    return see_other(CLASS.format(period_id=period_id, class_id=class_id), notice=notice)


@router.page(STILL, action=MANAGE_PLACEMENTS)
async def class_again(
    request: Request, period_id: UUID, class_id: UUID, uow: RequestUnitOfWork
) -> Response:
    """The class, for who comes back to the address of a sending."""
    return await class_in_period(request, period_id, class_id, uow)


@router.form(STILL, action=MANAGE_PLACEMENTS, redisplay=redraw_class, recorded=False)
async def confirmations_left(
    request: Request,
    period_id: UUID,
    class_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ClassConfirmationUndoForm], form_of(ClassConfirmationUndoForm)],
) -> Response:
    """The class, with why some places are still confirmed."""
    found = (await read_class_in_period(uow, period_id, class_id)).pupils
    still = {one.placement_id for one in found if one.standing is PupilSituation.COVERED}
    versions = {one: version for one, version in typed.model.versions.items() if one in still}
    whose = await read_pupils_of_places(uow, period_id, versions)
    errors = _errors(whose, await read_undoing_refusals(uow, versions=versions))
    refusal = ConfirmationsStand.title if errors else None
    return await redraw_class(
        request, uow, replace(typed, errors=errors, refusal=refusal), period_id, class_id
    )


def _errors(
    whose: Mapping[UUID, UUID], refused: Mapping[UUID, Conflict | Invalid]
) -> dict[str, str]:
    return {field_of(whose[placement]): str(why) for placement, why in refused.items()}


async def _what_left(request: Request, uai: Uai, placement_ids: Sequence[UUID]) -> str:
    """The mails of confirmations that nobody can call back, in a sentence; empty without any."""
    asked = MailsRequest(about=tuple(placement_ids))
    try:
        mails = (await runtime_of(request).ask(MAILS_ABOUT, uai, asked)).mails
    except QuestionUnanswered:
        return "Un courriel est peut-être déjà parti\u202f: voyez «\u00a0Envois\u00a0»."
    left = {mail.template for mail in mails if mail.state == LEFT}
    said = []
    if TO_THE_HOST in left:
        many = sum(mail.template == TO_THE_HOST and mail.state == LEFT for mail in mails)
        said.append(
            "Le courriel à l’entreprise est déjà parti\u202f: prévenez-la."
            if many == 1
            else f"{many} courriels à des entreprises sont déjà partis\u202f: prévenez-les."
        )
    if left - {TO_THE_HOST}:
        said.append("Le bureau en a été prévenu par courriel.")
    if any(mail.state in UNFINISHED for mail in mails):
        said.append("Ce qui n’est pas encore parti est arrêté\u202f: voyez «\u00a0Envois\u00a0».")
    return " ".join(said)
