"""Commands of training signals: raised, corrected, withdrawn, restored.

Who noted a signal alone changes it: what the network is told of it then always comes from one lycée, and is counted once.
"""

from datetime import datetime
from uuid import UUID

from contracts.coordination.training_offer import (
    SignalId,
    TrainingSignalRaisedV1,
    TrainingSignalWithdrawnV1,
)
from contracts.identifiers import Mef, Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.formations.store import Formations
from services.coordination.news.model.calendar import local_date
from services.coordination.training_signals.model import (
    FormationUnknown,
    SignalFacts,
    TrainingSignal,
    checked,
)
from services.coordination.training_signals.store import TrainingSignals


async def raise_signal(
    uow: UnitOfWork, *, facts: SignalFacts, uai: Uai | None = None, now: datetime
) -> UUID:
    """Note a training signal and return its id.

    Raises NotFound, LyceeNotChosen, ToldInTheFuture, ToldTooLongAgo, FormationUnknown.
    """
    facts = checked(facts, today=local_date(now))
    await _check_formation(uow, facts.mef)
    signal = TrainingSignal(uow.new_id(), uow.writing_for(uai), facts, now, now)
    await TrainingSignals(uow).add(signal)
    _publish(uow, signal, now=now)
    return signal.id


async def correct_signal(
    uow: UnitOfWork, *, signal_id: UUID, version: int, facts: SignalFacts, now: datetime
) -> None:
    """Correct what was noted.

    Raises NotFound, StaleVersion, SignalWithdrawn, ToldInTheFuture, ToldTooLongAgo, FormationUnknown.
    """
    before = await _own(uow, signal_id)
    if facts.mef != before.facts.mef:
        await _check_formation(uow, facts.mef)
    corrected = before.corrected(version, checked(facts, today=local_date(now)), now=now)
    await TrainingSignals(uow).save(corrected)
    _publish(uow, corrected, now=now)


async def withdraw_signal(uow: UnitOfWork, *, signal_id: UUID, version: int, now: datetime) -> None:
    """Have it count no more. Raises NotFound, StaleVersion, SignalWithdrawn."""
    before = await _own(uow, signal_id)
    withdrawn = before.withdrawn(version, now=now)
    await TrainingSignals(uow).save(withdrawn)
    told = TrainingSignalWithdrawnV1(signal_id=SignalId(signal_id), occurred_on=local_date(now))
    uow.publish(told, version=withdrawn.version, uai=withdrawn.uai)


async def restore_signal(uow: UnitOfWork, *, signal_id: UUID, version: int, now: datetime) -> None:
    """Have it count again. Raises NotFound, StaleVersion, SignalNotWithdrawn."""
    before = await _own(uow, signal_id)
    restored = before.restored(version, now=now)
    await TrainingSignals(uow).save(restored)
    _publish(uow, restored, now=now)


async def _own(uow: UnitOfWork, signal_id: UUID) -> TrainingSignal:
    """The signal, if it was noted by whom one writes for."""
    signal = await TrainingSignals(uow).get_for_update(signal_id)
    uow.writing_for(signal.uai)
    return signal


async def _check_formation(uow: UnitOfWork, mef: Mef | None) -> None:
    if mef is not None and mef not in await Formations(uow).all():
        raise FormationUnknown(field="mef")


def _publish(uow: UnitOfWork, signal: TrainingSignal, *, now: datetime) -> None:
    facts = signal.facts
    told = TrainingSignalRaisedV1(
        signal_id=SignalId(signal.id),
        kind=facts.kind,
        rome=facts.rome,
        mef=facts.mef,
        territory=facts.territory,
        strength=facts.strength,
        source=facts.source,
        told_on=facts.told_on,
        occurred_on=local_date(now),
    )
    uow.publish(told, version=signal.version, uai=signal.uai)
