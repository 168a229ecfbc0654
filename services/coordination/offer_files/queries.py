"""Files of the training offer as they are read, with the words around them."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Select,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    case,
    func,
    or_,
    select,
)

from contracts.coordination.offer_files import OfferChange, OfferState
from contracts.coordination.training_offer import SignalStrength
from contracts.identifiers import SchoolYear, Uai
from contracts.words import plain
from services.chassis.reference.nomenclatures.trades import trade_label
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.news.store.news import Lycees
from services.coordination.offer_files.model.offer_file import (
    OfferFacts,
    OfferFile,
    OfferMove,
    Opinion,
)
from services.coordination.offer_files.model.states import OPEN
from services.coordination.offer_files.store import OfferFiles, OfferMoves, file_of, opinion_of
from services.coordination.offer_files.tables import offer_files, offer_opinions, offer_signals
from services.coordination.training_signals.model import TrainingSignal
from services.coordination.training_signals.store import signal_of
from services.coordination.training_signals.tables import standing_signals, training_signals

F, OPINION, S, T = offer_files.c, offer_opinions.c, offer_signals.c, training_signals.c
ORDER = (*OPEN, OfferState.VALIDATED, OfferState.REFUSED, OfferState.DELETED)
"""How states follow each other in a list: what is to be done first."""
_RANK = case({state.value: rank for rank, state in enumerate(ORDER)}, value=F.state)
SIGNALS_OFFERED = 200
OF_A_FORMATION = 9
"""Digits of a MEF that all years of a formation share."""
_STANDING = standing_signals.c.signal_id


@dataclass(frozen=True)
class FileCut:
    """Which files a list has; without a state, those nobody voted on yet."""

    state: OfferState | None = None
    everything: bool = False
    change: OfferChange | None = None
    lycee: Uai | None = None
    year: SchoolYear | None = None
    words: str = ""


@dataclass(frozen=True)
class ListedFile:
    """A file with the name of its lycée, and how many signals are attached to it."""

    file: OfferFile
    lycee: str
    signals: int


@dataclass(frozen=True)
class Attached:
    """A signal attached to a file, as far as the scope may read it (None: of somebody else)."""

    signal_id: UUID
    signal: TrainingSignal | None
    attached_by: Uai
    attached_at: datetime
    cited: bool


@dataclass(frozen=True)
class FileCard:
    """A file with all that is beside it."""

    file: OfferFile
    lycee: str
    moves: Sequence[OfferMove]
    opinions: Sequence[Opinion]
    signals: Sequence[Attached]
    names: Mapping[str, str]

    @property
    def last_move(self) -> OfferMove | None:
        """The move that may be taken back."""
        return next((one for one in self.moves if one.undone_at is None), None)

    @property
    def strengths(self) -> Mapping[SignalStrength, int]:
        """How strong those are that may be read."""
        return Counter(one.signal.facts.strength for one in self.signals if one.signal)

    @property
    def standing_opinions(self) -> Sequence[Opinion]:
        """Those that were not withdrawn, by their day."""
        return [one for one in self.opinions if one.withdrawn_at is None]


async def read_files(uow: UnitOfWork, cut: FileCut) -> Sequence[ListedFile]:
    """The files of a cut, in the order of what is to be done."""
    rows = await uow.execute(_cut(cut).order_by(_RANK, F.effect_year, F.changed_at.desc()))
    files = [file_of(row) for row in rows]
    names = await Lycees(uow).names()
    found = [one for one in files if _says(one, names, cut.words)]
    signals = await _signal_counts(uow, [one.id for one in found])
    return [_listed(one, names, signals) for one in found]


async def count_states(uow: UnitOfWork) -> Mapping[OfferState, int]:
    """How many files are in each state."""
    counted = select(F.state, func.count().label("many")).group_by(F.state)
    return {OfferState(row.state): row.many for row in await uow.execute(counted)}


async def years_of_files(uow: UnitOfWork) -> Sequence[SchoolYear]:
    """The school years files take effect in, the first one first."""
    years = select(F.effect_year).distinct().order_by(F.effect_year)
    return [SchoolYear(one) for one in (await uow.execute(years)).scalars()]


async def read_card(uow: UnitOfWork, file_id: UUID) -> FileCard:
    """One file. Raises NotFound for what the scope may not know of."""
    return (await read_cards(uow, [file_id]))[0]


async def read_cards(uow: UnitOfWork, ids: Sequence[UUID]) -> Sequence[FileCard]:
    """Several files, in the order asked. Raises NotFound."""
    names = await Lycees(uow).names()
    return [
        FileCard(
            file=(one := await OfferFiles(uow).get(file_id)),
            lycee=names.get(one.facts.lycee, one.facts.lycee),
            moves=await OfferMoves(uow).of(file_id),
            opinions=await _opinions(uow, file_id),
            signals=await _attached(uow, file_id),
            names=names,
        )
        for file_id in ids
    ]


async def read_some(uow: UnitOfWork, ids: Collection[UUID]) -> Mapping[UUID, ListedFile]:
    """Those of these files that the scope may read."""
    asked = any_(bindparam("ids", list(ids), ARRAY(Uuid)))
    files = [
        file_of(row) for row in await uow.execute(select(offer_files).where(F.file_id == asked))
    ]
    names = await Lycees(uow).names()
    return {one.id: _listed(one, names, {}) for one in files}


async def read_opinions(uow: UnitOfWork, ids: Collection[UUID]) -> Mapping[UUID, Opinion]:
    """Those of these opinions that the scope may read."""
    asked = any_(bindparam("ids", list(ids), ARRAY(Uuid)))
    rows = await uow.execute(select(offer_opinions).where(OPINION.opinion_id == asked))
    return {one.id: one for one in map(opinion_of, rows)}


async def offered_signals(
    uow: UnitOfWork, one: OfferFile, *, alike: bool
) -> Sequence[TrainingSignal]:
    """Signals one may read that are not attached, the newest first; `alike`: of its trades, formation or territory."""
    attached = select(S.signal_id).where(S.file_id == one.id)
    statement = (
        select(training_signals)
        .join_from(training_signals, standing_signals, T.signal_id == _STANDING)
        .where(T.signal_id.not_in(attached), *(_alike(one.facts) if alike else ()))
        .order_by(T.told_on.desc(), T.signal_id)
        .limit(SIGNALS_OFFERED)
    )
    return [signal_of(row) for row in await uow.execute(statement)]


def _alike(asked: OfferFacts) -> Sequence[ColumnElement[bool]]:
    """Of its trades, or of its formation whatever the year, and in its territory or in all of them."""
    of_it = [
        *(
            [T.rome == any_(bindparam("trades", list(asked.trades), ARRAY(Text)))]
            if asked.trades
            else []
        ),
        *([func.left(T.mef, OF_A_FORMATION) == asked.mef[:OF_A_FORMATION]] if asked.mef else []),
    ]
    near = or_(T.territory.is_(None), T.territory == str(asked.territory))
    return [*([or_(*of_it)] if of_it else []), *([near] if asked.territory else [])]


async def files_of_signal(uow: UnitOfWork, signal_id: UUID) -> Sequence[ListedFile]:
    """The files one may read that a signal is attached to, the last one that moved first."""
    statement = (
        select(offer_files)
        .join_from(offer_files, offer_signals, S.file_id == F.file_id)
        .where(S.signal_id == signal_id, F.state != OfferState.DELETED.value)
        .order_by(F.changed_at.desc(), F.file_id)
    )
    names = await Lycees(uow).names()
    return [_listed(file_of(row), names, {}) for row in await uow.execute(statement)]


def _cut(cut: FileCut) -> Select[Any]:
    asked = [
        *([F.state == cut.state.value] if cut.state else []),
        *([F.change == cut.change.value] if cut.change else []),
        *([F.lycee == str(cut.lycee)] if cut.lycee else []),
        *([F.effect_year == str(cut.year)] if cut.year else []),
    ]
    if cut.state is None and not cut.everything:
        asked.append(F.state.in_([state.value for state in OPEN]))
    return select(offer_files).where(and_(True, *asked))


def _says(one: OfferFile, names: Mapping[str, str], words: str) -> bool:
    """Whether it has each word, wherever it stands."""
    facts = one.facts
    said = (
        *(facts.formation, facts.diploma, facts.reference, names.get(facts.lycee)),
        *(f"{code} {trade_label(code) or ''}" for code in facts.trades),
    )
    whole = f" {plain(' '.join(part for part in said if part))}"
    return all(f" {word}" in whole for word in plain(words).split())


def _listed(one: OfferFile, names: Mapping[str, str], signals: Mapping[UUID, int]) -> ListedFile:
    lycee = names.get(one.facts.lycee, one.facts.lycee)
    return ListedFile(one, lycee, signals.get(one.id, 0))


async def _signal_counts(uow: UnitOfWork, ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """Those that count, of others too, of which the scope reads nothing else."""
    asked = any_(bindparam("ids", list(ids), ARRAY(Uuid)))
    counted = (
        select(S.file_id, func.count().label("many"))
        .join_from(offer_signals, standing_signals, S.signal_id == _STANDING)
        .where(S.file_id == asked)
        .group_by(S.file_id)
    )
    return {row.file_id: row.many for row in await uow.execute(counted)}


async def _opinions(uow: UnitOfWork, file_id: UUID) -> Sequence[Opinion]:
    of_file = (
        select(offer_opinions)
        .where(OPINION.file_id == file_id)
        .order_by(OPINION.given_on, OPINION.noted_at, OPINION.opinion_id)
    )
    return [opinion_of(row) for row in await uow.execute(of_file)]


async def _attached(uow: UnitOfWork, file_id: UUID) -> Sequence[Attached]:
    """Those that count, and those of others, which the scope does not read."""
    of_file = (
        select(
            S.signal_id.label("attached_id"),
            *(S.attached_by, S.attached_at, S.cited),
            training_signals,
        )
        .join_from(offer_signals, standing_signals, S.signal_id == _STANDING)
        .join(training_signals, T.signal_id == S.signal_id, isouter=True)
        .where(S.file_id == file_id)
        .order_by(T.told_on.desc().nulls_last(), S.signal_id)
    )
    return [
        Attached(
            row.attached_id,
            signal_of(row) if row.signal_id is not None else None,
            Uai(row.attached_by),
            row.attached_at,
            row.cited,
        )
        for row in await uow.execute(of_file)
    ]
