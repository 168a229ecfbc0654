"""What the supervisor notes of a file: its moves, and what bodies said."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from services.chassis.web.answers.rendering import Undo, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.coordination.base.form_pieces import DecisionForm
from services.coordination.news.model.calendar import local_date
from services.coordination.offer_cards.forms import MoveForm, OpinionForm, OpinionOfFileForm
from services.coordination.offer_cards.pages.card import FILE, show_file
from services.coordination.offer_files.commands import (
    give_opinion,
    move_file,
    restore_opinion,
    undo_move,
    withdraw_opinion,
)
from services.coordination.offer_files.labels import DONE
from services.coordination.offer_files.model.states import OfferAction
from services.coordination.permissions import PREPARE_OFFER

router = Router()
Version = Annotated[Typed[DecisionForm], form_of(DecisionForm)]
OfOpinion = Annotated[Typed[OpinionOfFileForm], form_of(OpinionOfFileForm)]


@router.form(f"{FILE}/etat", action=PREPARE_OFFER, redisplay=show_file)
async def move(
    offer_file_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[MoveForm], form_of(MoveForm)],
) -> Response:
    """Note where it is from a day on."""
    form = typed.model
    await move_file(
        uow,
        file_id=offer_file_id,
        version=form.version,
        action=form.action,
        moved_on=form.moved_on,
        reason=form.reason,
        amount=form.amount(),
        now=uow.now,
    )
    return _done(offer_file_id, form.version, f"Noté\u00a0: {DONE[form.action].lower()}.")


@router.form(f"{FILE}/suppression", action=PREPARE_OFFER, redisplay=show_file)
async def delete(offer_file_id: UUID, uow: RequestUnitOfWork, typed: Version) -> Response:
    """Set a file aside; it is found again among those that are deleted."""
    version = typed.model.version
    await move_file(
        uow,
        file_id=offer_file_id,
        version=version,
        action=OfferAction.DELETE,
        moved_on=local_date(uow.now),
        now=uow.now,
    )
    return _done(offer_file_id, version, "Dossier supprimé.")


@router.form(f"{FILE}/annulation", action=PREPARE_OFFER, redisplay=show_file)
async def undo(offer_file_id: UUID, uow: RequestUnitOfWork, typed: Version) -> Response:
    """Take back its last move."""
    await undo_move(uow, file_id=offer_file_id, version=typed.model.version, now=uow.now)
    notice = "Changement annulé\u202f: le dossier est de nouveau où il était."
    return see_other(f"/offre/{offer_file_id}", notice=notice)


@router.form(f"{FILE}/avis", action=PREPARE_OFFER, redisplay=show_file)
async def opine(
    offer_file_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[OpinionForm], form_of(OpinionForm)],
) -> Response:
    """Note what a body said."""
    noted = typed.model.noted(uow.new_id(), offer_file_id, now=uow.now)
    await give_opinion(uow, opinion=noted, now=uow.now)
    here = f"/offre/{offer_file_id}"
    taken_back = Undo(f"{here}/avis/retrait", {"opinion_id": str(noted.id)})
    return see_other(f"{here}#avis", notice="Avis noté.", undo=taken_back)


@router.form(f"{FILE}/avis/retrait", action=PREPARE_OFFER, redisplay=show_file)
async def withdraw(offer_file_id: UUID, uow: RequestUnitOfWork, typed: OfOpinion) -> Response:
    """Have an opinion that was noted by mistake count no more."""
    opinion_id = typed.model.opinion_id
    await withdraw_opinion(uow, file_id=offer_file_id, opinion_id=opinion_id, now=uow.now)
    here = f"/offre/{offer_file_id}"
    back = Undo(f"{here}/avis/retour", {"opinion_id": str(opinion_id)})
    return see_other(f"{here}#avis", notice="Avis retiré.", undo=back)


@router.form(f"{FILE}/avis/retour", action=PREPARE_OFFER, redisplay=show_file)
async def restore(offer_file_id: UUID, uow: RequestUnitOfWork, typed: OfOpinion) -> Response:
    """Have it count again."""
    await restore_opinion(uow, file_id=offer_file_id, opinion_id=typed.model.opinion_id)
    return see_other(f"/offre/{offer_file_id}#avis", notice="L’avis compte de nouveau.")


def _done(file_id: UUID, version: int, notice: str) -> Response:
    here = f"/offre/{file_id}"
    return see_other(
        here, notice=notice, undo=Undo(f"{here}/annulation", {"version": str(version + 1)})
    )
