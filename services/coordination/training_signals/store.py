"""Training signals as they are written."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from contracts.coordination.training_offer import RomeCode, SignalKind, SignalSource, SignalStrength
from contracts.identifiers import Mef, Siren, Uai
from contracts.words import plain
from services.chassis.base.errors import NotFound
from services.chassis.reference.nomenclatures.communities import community_name
from services.chassis.reference.nomenclatures.trades import trade_label
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.training_signals.model import SignalFacts, SignalStatus, TrainingSignal
from services.coordination.training_signals.tables import standing_signals, training_signals

_FACTS = (
    *("kind", "rome", "mef", "territory", "strength", "source", "told_on", "text"),
    *("company", "company_id", "exchange_id"),
)


class TrainingSignals:
    """Signals of the lycées in scope; the department's scope has all."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, signal: TrainingSignal) -> None:
        """Record a signal."""
        await self._uow.execute(
            insert(training_signals).values(
                signal_id=signal.id, uai=signal.uai, raised_at=signal.raised_at, **_values(signal)
            )
        )
        await self._count(signal)

    async def get(self, signal_id: UUID) -> TrainingSignal:
        """Raises NotFound."""
        return await self._one(signal_id)

    async def get_for_update(self, signal_id: UUID) -> TrainingSignal:
        """Raises NotFound. Nobody else changes it until the commit."""
        return await self._one(signal_id, changing=True)

    async def save(self, signal: TrainingSignal) -> None:
        """Record what changed."""
        await self._uow.execute(
            update(training_signals)
            .where(training_signals.c.signal_id == signal.id)
            .values(**_values(signal))
        )
        await self._count(signal)

    async def _count(self, signal: TrainingSignal) -> None:
        """Keep whether it counts, where who does not read it finds it."""
        counted = insert(standing_signals).values(uai=signal.uai, signal_id=signal.id)
        if signal.status is SignalStatus.RAISED:
            await self._uow.execute(counted.on_conflict_do_nothing())
            return
        gone = standing_signals.c.signal_id == signal.id
        await self._uow.execute(delete(standing_signals).where(gone))

    async def _one(self, signal_id: UUID, *, changing: bool = False) -> TrainingSignal:
        statement = select(training_signals).where(training_signals.c.signal_id == signal_id)
        row = (
            await self._uow.execute(statement.with_for_update() if changing else statement)
        ).first()
        if row is None:
            raise NotFound
        return signal_of(row)


def signal_of(row: Any) -> TrainingSignal:
    """A signal as it is kept."""
    return TrainingSignal(
        id=row.signal_id,
        uai=Uai(row.uai),
        facts=_facts_of(row),
        raised_at=row.raised_at,
        changed_at=row.changed_at,
        status=SignalStatus(row.status),
        version=row.version,
    )


def _facts_of(row: Any) -> SignalFacts:
    return SignalFacts(
        kind=SignalKind(row.kind),
        rome=RomeCode(row.rome),
        strength=SignalStrength(row.strength),
        source=SignalSource(row.source),
        told_on=row.told_on,
        text=row.text,
        mef=Mef(row.mef) if row.mef else None,
        territory=Siren(row.territory) if row.territory else None,
        company=row.company,
        company_id=row.company_id,
        exchange_id=row.exchange_id,
    )


def words_of(facts: SignalFacts) -> str:
    """The words a signal is looked for by, between spaces; its trade comes first."""
    said = (trade_label(facts.rome), facts.company, community_name(facts.territory), facts.text)
    return f" {plain(' '.join(filter(None, said)))} "


def _values(signal: TrainingSignal) -> dict[str, Any]:
    return {
        "words": words_of(signal.facts),
        **{name: getattr(signal.facts, name) for name in _FACTS},
        "status": signal.status,
        "changed_at": signal.changed_at,
        "version": signal.version,
    }
