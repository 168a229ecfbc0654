"""The signals of a file: several are attached from a list, a bureau’s own by itself."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.reference.nomenclatures.communities import community_name
from services.chassis.reference.nomenclatures.trades import trade_label
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.chassis.web.views.french import plural
from services.coordination.offer_cards.forms import CitationForm, SignalForm, SignalsForm
from services.coordination.offer_cards.pages.card import FILE, named_trades, show_file
from services.coordination.offer_files import queries
from services.coordination.offer_files.commands import (
    attach_signals,
    cite_signal,
    detach_signal,
)
from services.coordination.offer_files.labels import labels
from services.coordination.offer_files.queries import files_of_signal, offered_signals, read_card
from services.coordination.permissions import PREPARE_OFFER, RAISE_SIGNALS, SEE_OFFER
from services.coordination.training_signals.store import TrainingSignals

router = Router()
SIGNALS = f"{FILE}/signaux"
EVERY = "tous"


@router.page(SIGNALS, action=RAISE_SIGNALS)
async def choose(request: Request, uow: RequestUnitOfWork, offer_file_id: UUID) -> Response:
    """Signals one may attach, those of its trades, formation and territory first."""
    return await _choose(request, uow, Typed.blank(SignalsForm), offer_file_id)


async def _choose(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], offer_file_id: UUID
) -> Response:
    card = await read_card(uow, offer_file_id)
    every = request.query_params.get("signaux") == EVERY
    return render(
        request,
        "coordination/offer_cards/signals.html",
        typed=typed,
        card=card,
        file=card.file,
        trades=named_trades(card.file),
        territory=community_name(card.file.facts.territory),
        every=every,
        most=queries.SIGNALS_OFFERED,
        offered=await offered_signals(uow, card.file, alike=not every),
        trade_label=trade_label,
        community_name=community_name,
        names=card.names,
        **labels(),
    )


@router.form(SIGNALS, action=RAISE_SIGNALS, redisplay=_choose)
async def attach(
    offer_file_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[SignalsForm], form_of(SignalsForm)],
) -> Response:
    """Attach those that are ticked."""
    ids = typed.model.signal_ids
    many = await attach_signals(uow, file_id=offer_file_id, signal_ids=ids, now=uow.now)
    done = f"{plural(many, 'signal rattaché', 'signaux rattachés')}." if many else None
    notice = done or "Rien n’est rattaché\u202f: cochez au moins un signal."
    here = f"/offre/{offer_file_id}"
    return see_other(f"{here}#signaux" if many else f"{here}/signaux", notice=notice)


@router.form(f"{SIGNALS}/retrait", action=RAISE_SIGNALS, redisplay=show_file)
async def detach(
    offer_file_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[SignalForm], form_of(SignalForm)],
) -> Response:
    """Detach one: the supervisor any, a bureau those it attached."""
    signal_id = typed.model.signal_id
    await detach_signal(uow, file_id=offer_file_id, signal_id=signal_id)
    here = f"/offre/{offer_file_id}"
    undo = Undo(f"{here}/signaux", {"signal_ids": str(signal_id)})
    return see_other(f"{here}#signaux", notice="Signal détaché.", undo=undo)


@router.form(f"{SIGNALS}/citation", action=PREPARE_OFFER, redisplay=show_file)
async def cite(
    offer_file_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[CitationForm], form_of(CitationForm)],
) -> Response:
    """Have its sentence in the note for a working group, or not."""
    form = typed.model
    await cite_signal(uow, file_id=offer_file_id, signal_id=form.signal_id, cited=form.cited)
    notice = (
        "Phrase citée dans la note, sans le nom de l’entreprise\u202f: relisez-la avant d’imprimer."
        if form.cited
        else "Phrase retirée de la note."
    )
    return see_other(f"/offre/{offer_file_id}#signaux", notice=notice)


@router.fragment("/offre/fragments/signaux/{signal_id}", action=SEE_OFFER)
async def files_of(request: Request, signal_id: UUID, uow: RequestUnitOfWork) -> Response:
    """The files a signal is attached to, for its page; nothing where there is none."""
    await TrainingSignals(uow).get(signal_id)
    return render(
        request,
        "coordination/offer_cards/fragment_files.html",
        files=await files_of_signal(uow, signal_id),
        **labels(),
    )
