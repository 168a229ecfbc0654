"""Giving a place up, and putting it back; taking a confirmation back."""

from typing import Annotated
from uuid import UUID

from fastapi import Request, Response

from contracts.notifications.mails import MAILS_ABOUT, MailsRequest
from services.chassis.questions import QuestionUnanswered
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import Undo
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.internships.board.pages import keeping
from services.internships.permissions import MANAGE_PLACEMENTS
from services.internships.placements.commands.withdraw_placement import withdraw_placement
from services.internships.placements.forms import WithdrawalForm
from services.internships.placements.pages.placements import PLACEMENT, moved, redraw_placement
from services.internships.placements.queries.placements import PlacementCard, read_placement
from services.internships.withdrawals.commands import restore_placement, undo_confirmation
from services.internships.withdrawals.forms import RestoringForm

router = Router()
TO_THE_HOST = "host_agreed"
"""What the notification service calls the mail by which the host reads its agreement."""
LEFT, UNFINISHED = "sent", frozenset({"queued", "deferred", "attempting"})


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
    notice = f"Confirmation annulée\u202f: le lieu est seulement proposé. {await _what_left(request, was)}"
    return await moved(uow, again, form.tableau, notice=notice.strip())


async def _what_left(request: Request, was: PlacementCard) -> str:
    """The mails of the confirmation that nobody can call back, in a sentence; empty without any."""
    asked = MailsRequest(about=(was.id,))
    try:
        mails = (await runtime_of(request).ask(MAILS_ABOUT, was.uai, asked)).mails
    except QuestionUnanswered:
        return "Un courriel est peut-être déjà parti\u202f: voyez «\u00a0Envois\u00a0»."
    left = {mail.template for mail in mails if mail.state == LEFT}
    said = []
    if TO_THE_HOST in left:
        said.append("Le courriel à l’entreprise est déjà parti\u202f: prévenez-la.")
    if left - {TO_THE_HOST}:
        said.append("Le bureau en a été prévenu par courriel.")
    if any(mail.state in UNFINISHED for mail in mails):
        said.append("Ce qui n’est pas encore parti est arrêté\u202f: voyez «\u00a0Envois\u00a0».")
    return " ".join(said)
