"""Training signals as they are listed, found and counted, and those of one company."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, DateTime, Uuid, bindparam, case, func, select, tuple_

from contracts.coordination.training_offer import (
    RomeCode,
    SignalKind,
    SignalSource,
    SignalStrength,
)
from contracts.identifiers import Siren, Uai
from contracts.words import first_words, plain
from services.chassis.database.readings import Reading, Rows
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.news.store.news import Lycees
from services.coordination.training_signals.model import SignalStatus, TrainingSignal
from services.coordination.training_signals.store import signal_of
from services.coordination.training_signals.tables import training_signals

PAGE_LENGTH = 50
OF_A_COMPANY = 5
S = training_signals.c
_RAISED = S.status == SignalStatus.RAISED.value
_STRENGTH = case(
    (S.strength == SignalStrength.LASTING.value, 3),
    (S.strength == SignalStrength.REPEATED.value, 2),
    else_=1,
)
ORDERS: Mapping[str, ColumnElement[Any]] = {
    "dit": S.told_on,
    "metier": S.words,
    "force": _STRENGTH,
    "territoire": func.coalesce(S.territory, ""),
}
"""What a list is sorted by; the words of a signal begin with its trade."""


@dataclass(frozen=True)
class SignalCut:
    """What a list of signals is kept to; without `withdrawn`, those that count."""

    rome: RomeCode | None = None
    territory: Siren | None = None
    kind: SignalKind | None = None
    strength: SignalStrength | None = None
    source: SignalSource | None = None
    lycee: Uai | None = None
    since: date | None = None
    until: date | None = None
    words: str = ""
    withdrawn: bool = False


@dataclass(frozen=True)
class ListedSignal:
    """A signal of the list, and who noted it, by name."""

    signal: TrainingSignal
    teller: str


@dataclass(frozen=True)
class SignalPage:
    """A page of the list; `after` leads to the next one, `many` says how many there are in all."""

    items: Sequence[ListedSignal]
    after: UUID | None
    many: int


async def read_signals(
    uow: UnitOfWork,
    cut: SignalCut,
    *,
    order: str = "dit",
    descending: bool = True,
    after: UUID | None = None,
    length: int = PAGE_LENGTH,
) -> SignalPage:
    """The signals the scope may know of, in the order asked for."""
    by = (ORDERS[order], S.told_on, S.signal_id)
    kept = _kept(cut)
    statement = select(training_signals).where(*kept)
    if after is not None:
        named = zip(("by", "day", "id"), by, strict=True)
        last = select(*(one.label(name) for name, one in named)).where(S.signal_id == after)
        found = last.subquery("last_shown")
        here, there = tuple_(*by), tuple_(*found.c)
        statement = statement.join(found, here < there if descending else here > there)
    sorting = [one.desc() if descending else one.asc() for one in by]
    rows = (await uow.execute(statement.order_by(*sorting).limit(length + 1))).all()
    many = (await uow.execute(select(func.count().label("many")).where(*kept))).scalar() or 0
    names = await Lycees(uow).names()
    signals = [signal_of(row) for row in rows[:length]]
    items = [ListedSignal(one, names.get(one.uai, one.uai)) for one in signals]
    return SignalPage(items, items[-1].signal.id if len(rows) > length else None, many)


async def count_withdrawn(uow: UnitOfWork) -> int:
    """How many count no more, of those the scope may know of."""
    statement = select(func.count()).where(~_RAISED)
    return (await uow.execute(statement)).scalar() or 0


def _kept(cut: SignalCut) -> Sequence[ColumnElement[bool]]:
    kept: list[ColumnElement[bool]] = [~_RAISED if cut.withdrawn else _RAISED]
    same = {
        S.rome: cut.rome,
        S.territory: cut.territory,
        S.kind: cut.kind,
        S.strength: cut.strength,
        S.source: cut.source,
        S.uai: cut.lycee,
    }
    kept += [column == str(value) for column, value in same.items() if value is not None]
    if cut.since is not None:
        kept.append(S.told_on >= cut.since)
    if cut.until is not None:
        kept.append(S.told_on <= cut.until)
    # `plain` leaves letters and digits alone: nothing in the word is a pattern.
    kept += [S.words.like(f"% {word}%") for word in first_words(plain(cut.words).split())]
    return kept


@dataclass(frozen=True)
class SignalsOf:
    """The signals a company gave: the last ones, and how many there are."""

    items: Sequence[TrainingSignal]
    many: int


SIGNALS_OF = Reading(
    select(training_signals, func.count().over().label("many"))
    .where(S.company_id == bindparam("company", type_=Uuid), _RAISED)
    .order_by(S.told_on.desc(), S.signal_id)
    .limit(OF_A_COMPANY),
    lambda rows: SignalsOf([signal_of(row) for row in rows], rows[0].many if rows else 0),
)
"""Those of a `company` the scope may know of, the last ones first."""


async def read_signals_of(uow: UnitOfWork, company_id: UUID) -> SignalsOf:
    """Signals of a company the scope may know of, the last ones first."""
    return await SIGNALS_OF.of(uow, {"company": company_id})


@dataclass(frozen=True)
class NewSignals:
    """What came since a day: the last ones, and how many there are."""

    items: Sequence[TrainingSignal]
    many: int = 0


def _new(rows: Rows) -> NewSignals:
    return NewSignals([signal_of(row) for row in rows], rows[0].many if rows else 0)


NEW_SIGNALS = Reading(
    select(training_signals, func.count().over().label("many"))
    .where(
        _RAISED,
        S.raised_at >= bindparam("signals_since", type_=DateTime(timezone=True)),
        # What is of long ago and was noted late is no news.
        S.told_on >= bindparam("signals_from", type_=Date),
    )
    .order_by(S.raised_at.desc(), S.signal_id)
    .limit(OF_A_COMPANY),
    _new,
)
"""What was noted these last days."""
