"""One training signal: what was said and by whom, withdrawn and restored."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.coordination.base.form_pieces import DecisionForm
from services.coordination.formations.store import Formations
from services.coordination.news.store.news import Lycees
from services.coordination.permissions import RAISE_SIGNALS, SEE_SIGNALS
from services.coordination.training_signals.commands import restore_signal, withdraw_signal
from services.coordination.training_signals.labels import labels
from services.coordination.training_signals.model import SignalStatus, TrainingSignal
from services.coordination.training_signals.pages.signal_list import may
from services.coordination.training_signals.store import TrainingSignals

router = Router()
ITEM = "/signaux/{signal_id}"
Decision = Annotated[Typed[DecisionForm], form_of(DecisionForm)]


@router.page(ITEM, action=SEE_SIGNALS)
async def item(request: Request, uow: RequestUnitOfWork, signal_id: UUID) -> Response:
    """One signal."""
    return await show_signal(request, uow, Typed.blank(DecisionForm), signal_id)


async def show_signal(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], signal_id: UUID
) -> Response:
    """The card, with what was refused, if anything was."""
    return await draw_signal(request, uow, typed, signal_id)


async def draw_signal(
    request: Request,
    uow: UnitOfWork,
    typed: Typed[Any],
    signal_id: UUID,
    *,
    instead_of_form: bool = False,
) -> Response:
    """The card; `instead_of_form`: of what may not be corrected, by whoever asked to."""
    signal = await TrainingSignals(uow).get(signal_id)
    names = await Lycees(uow).names()
    formation = (await Formations(uow).all()).get(signal.facts.mef) if signal.facts.mef else None
    return render(
        request,
        "coordination/training_signals/signal.html",
        signal=signal,
        typed=typed,
        instead_of_form=instead_of_form,
        teller=names.get(signal.uai, signal.uai),
        formation=formation,
        counts=signal.status is SignalStatus.RAISED,
        changes=may(request, RAISE_SIGNALS) and is_own(uow, signal),
        wide=uow.scope.department_wide,
        **labels(),
    )


def is_own(uow: UnitOfWork, signal: TrainingSignal) -> bool:
    """Whether it was noted by whom one writes for."""
    return signal.uai in (uow.scope.uais or {uow.department_uai})


@router.form(f"{ITEM}/retrait", action=RAISE_SIGNALS, redisplay=show_signal)
async def withdraw(signal_id: UUID, uow: RequestUnitOfWork, typed: Decision) -> Response:
    """Have it count no more."""
    version = typed.model.version
    await withdraw_signal(uow, signal_id=signal_id, version=version, now=uow.now)
    undo = Undo(f"/signaux/{signal_id}/retablissement", {"version": str(version + 1)})
    return see_other(
        f"/signaux/{signal_id}", notice="Signal retiré\u202f: il ne compte plus.", undo=undo
    )


@router.form(f"{ITEM}/retablissement", action=RAISE_SIGNALS, redisplay=show_signal)
async def restore(signal_id: UUID, uow: RequestUnitOfWork, typed: Decision) -> Response:
    """Have it count again."""
    version = typed.model.version
    await restore_signal(uow, signal_id=signal_id, version=version, now=uow.now)
    return see_other(f"/signaux/{signal_id}", notice="Signal rétabli\u202f: il compte de nouveau.")
