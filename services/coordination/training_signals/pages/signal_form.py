"""Noting a training signal, also from an exchange with a company; correcting it."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from contracts.coordination.training_offer import SignalSource, SignalStrength
from services.chassis.reference.nomenclatures import activity_label
from services.chassis.reference.nomenclatures.communities import community_of
from services.chassis.reference.nomenclatures.trades import trade_typed, trades_of_activity
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.requests.lycee_choice import writable
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.coordination.base.form_pieces import DecisionForm
from services.coordination.base.text import TITLE_CHARACTERS_MAX
from services.coordination.formations.store import Formations
from services.coordination.news.model.calendar import local_date
from services.coordination.permissions import PERMISSIONS, RAISE_SIGNALS
from services.coordination.training_signals.commands import correct_signal, raise_signal
from services.coordination.training_signals.forms import (
    CorrectedSignalForm,
    FromExchangeForm,
    SignalForm,
    understood,
)
from services.coordination.training_signals.labels import offered
from services.coordination.training_signals.model import (
    TEXT_CHARACTERS_MAX,
    SignalStatus,
    TrainingSignal,
)
from services.coordination.training_signals.pages.signal_card import draw_signal, is_own
from services.coordination.training_signals.store import TrainingSignals

router = Router()
NEW = "/signaux/nouveau"
CORRECTION = "/signaux/{signal_id}/correction"


@router.page(NEW, action=RAISE_SIGNALS)
async def new(request: Request, uow: RequestUnitOfWork) -> Response:
    """A signal to note: of a company, once, today, until something else is said."""
    return await _form(request, uow, Typed.blank(SignalForm, **_at_first(uow)))


@router.form(f"{NEW}/entreprise", action=RAISE_SIGNALS, recorded=False)
async def new_from_exchange(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FromExchangeForm], form_of(FromExchangeForm)],
) -> Response:
    """The form of a signal of a company whose card knows it; its name is in no address."""
    given = typed.model
    community = community_of(given.commune)
    values = {
        **_at_first(uow),
        "company_id": given.company_id,
        "company": given.company,
        "exchange_id": given.exchange_id,
        "naf": given.naf,
        "territory": community.code if community else None,
        "uai": given.uai,
    }
    if given.told_on is not None:
        values["told_on"] = given.told_on
    return await _form(request, uow, Typed.blank(SignalForm, **values))


def _at_first(uow: UnitOfWork) -> dict[str, Any]:
    return {
        "source": SignalSource.COMPANY,
        "strength": SignalStrength.ISOLATED,
        "told_on": local_date(uow.now),
    }


async def _again(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    return await _form(request, uow, typed)


@router.form(NEW, action=RAISE_SIGNALS, redisplay=_again)
async def note(
    uow: RequestUnitOfWork, typed: Annotated[Typed[SignalForm], form_of(SignalForm)]
) -> Response:
    """Note it: it counts from now on."""
    form = typed.model
    signal_id = await raise_signal(uow, facts=form.facts(), uai=form.uai, now=uow.now)
    return see_other(
        f"/signaux/{signal_id}",
        notice="Signal noté.",
        undo=Undo(f"/signaux/{signal_id}/retrait", {"version": "1"}),
    )


@router.page(CORRECTION, action=RAISE_SIGNALS)
async def correction(request: Request, uow: RequestUnitOfWork, signal_id: UUID) -> Response:
    """A signal to correct; what may not be corrected is shown as it is."""
    signal = await TrainingSignals(uow).get(signal_id)
    if not is_own(uow, signal) or signal.status is not SignalStatus.RAISED:
        blank = Typed.blank(DecisionForm)
        return await draw_signal(request, uow, blank, signal_id, instead_of_form=True)
    typed = Typed.blank(CorrectedSignalForm, **_held(signal))
    return await _form(request, uow, typed, signal_id)


def _held(signal: TrainingSignal) -> Mapping[str, Any]:
    held = {**vars(signal.facts), "rome": trade_typed(signal.facts.rome)}
    return {**held, "version": signal.version}


async def _correction_again(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], signal_id: UUID
) -> Response:
    return await _form(request, uow, typed, signal_id)


@router.form(CORRECTION, action=RAISE_SIGNALS, redisplay=_correction_again)
async def correct(
    signal_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[CorrectedSignalForm], form_of(CorrectedSignalForm)],
) -> Response:
    """Correct what was noted."""
    form = typed.model
    await correct_signal(
        uow, signal_id=signal_id, version=form.version, facts=form.facts(), now=uow.now
    )
    return see_other(f"/signaux/{signal_id}", notice="Signal corrigé.")


async def _form(
    request: Request, uow: UnitOfWork, typed: Typed[Any], signal_id: UUID | None = None
) -> Response:
    meant = understood(typed.value("rome"))
    return render(
        request,
        "coordination/training_signals/signal_form.html",
        typed=typed,
        signal_id=signal_id,
        activity=activity_label(naf) if (naf := typed.value("naf")) else None,
        likely=trades_of_activity(naf),
        meant=meant if "rome" in typed.errors or typed.value("chosen") else None,
        formation_choices=await Formations(uow).choices(),
        lycees=writable(request, PERMISSIONS, RAISE_SIGNALS),
        today=local_date(uow.now),
        text_max=TEXT_CHARACTERS_MAX,
        company_max=TITLE_CHARACTERS_MAX,
        **offered(),
    )
