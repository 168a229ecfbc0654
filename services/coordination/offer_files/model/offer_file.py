"""A file of the training offer (dossier d’évolution): what is asked, where it stands, and each of its moves."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from contracts.coordination.offer_files import (
    OfferBody,
    OfferChange,
    OfferCorrection,
    OfferOpinion,
    OfferStage,
    OfferState,
)
from contracts.coordination.training_offer import RomeCode
from contracts.identifiers import Mef, SchoolYear, Siren, Uai
from services.chassis.base.errors import Conflict, Invalid, StaleVersion
from services.coordination.offer_files.model.states import CORRECTIONS, OPEN, OfferAction, ask

TEXT_CHARACTERS_MAX = 4_000
REASON_CHARACTERS_MAX = 1_000
REFERENCE_CHARACTERS_MAX = 40
CAPACITY_MAX = 500
TRADES_MAX = 10


@dataclass(frozen=True)
class OfferFacts:
    """What is asked of the map; a capacity nobody told is None, and no zero.

    `formation` is how it is called; `mef` its code where the network has it, `diploma` what is said of
    one it does not have. `asked`: what a working group is asked. `reference`: the number of Orion.
    """

    change: OfferChange
    lycee: Uai
    formation: str
    effect_year: SchoolYear
    mef: Mef | None = None
    diploma: str | None = None
    trades: tuple[RomeCode, ...] = ()
    territory: Siren | None = None
    capacity_now: int | None = None
    capacity_wanted: int | None = None
    reference: str | None = None
    text: str | None = None
    asked: str | None = None


@dataclass(frozen=True)
class OfferMove:
    """A move that was made: its day, what was before it, and its reason; `undone_at`: it was taken back."""

    id: UUID
    file_id: UUID
    action: OfferAction
    before: OfferState
    after: OfferState
    moved_on: date
    reason: str | None
    noted_at: datetime
    correction_before: OfferCorrection | None = None
    capacity_before: int | None = None
    year_before: SchoolYear | None = None
    undone_at: datetime | None = None


@dataclass(frozen=True)
class Opinion:
    """What a body said of a file; `withdrawn_at`: it had been noted by mistake."""

    id: UUID
    file_id: UUID
    body: OfferBody
    stage: OfferStage
    opinion: OfferOpinion
    given_on: date
    text: str | None
    noted_at: datetime
    withdrawn_at: datetime | None = None
    version: int = 1


@dataclass(frozen=True)
class Amount:
    """What a correction after the vote says: another capacity, or another year."""

    capacity: int | None = None
    year: SchoolYear | None = None


@dataclass(frozen=True)
class OfferFile:
    """A file as it stands; `published`: its lycée reads it, which it does not read of a draft."""

    id: UUID
    facts: OfferFacts
    created_at: datetime
    changed_at: datetime
    state: OfferState = OfferState.DRAFT
    correction: OfferCorrection | None = None
    published: bool = False
    version: int = 1

    @property
    def is_open(self) -> bool:
        """Whether nobody voted on it yet."""
        return self.state in OPEN

    def expect(self, version: int) -> None:
        """Raises StaleVersion unless `version` is current."""
        if version != self.version:
            raise StaleVersion(current={**shown(self.facts), "version": self.version})

    def expect_kept(self) -> None:
        """Raises OfferFileDeleted."""
        if self.state is OfferState.DELETED:
            raise OfferFileDeleted

    def corrected(self, facts: OfferFacts, *, now: datetime) -> "OfferFile":
        """The same with other facts. Raises OfferFileOver."""
        if not self.is_open:
            raise OfferFileOver
        return self._changed(now, facts=facts)

    def moved(
        self, action: OfferAction, *, amount: Amount = Amount(), now: datetime
    ) -> "OfferFile":
        """The file after a move. Raises OfferMoveRefused, CapacityMissing, YearMissing."""
        state = ask(self.state, action, self.correction)
        return self._changed(
            now,
            state=state,
            facts=self._facts_after(action, amount),
            correction=CORRECTIONS.get(action, self.correction),
            published=self.published or state not in (OfferState.DRAFT, OfferState.DELETED),
        )

    def undone(self, move: OfferMove, *, published: bool, now: datetime) -> "OfferFile":
        """The file as it was before its last move, `published` said by the moves that stand."""
        facts = self.facts
        if move.action is OfferAction.RESIZE:
            facts = replace(facts, capacity_wanted=move.capacity_before)
        if move.action is OfferAction.POSTPONE and move.year_before:
            facts = replace(facts, effect_year=move.year_before)
        return self._changed(
            now,
            state=move.before,
            facts=facts,
            correction=move.correction_before,
            published=published,
        )

    def _facts_after(self, action: OfferAction, amount: Amount) -> OfferFacts:
        if action is OfferAction.RESIZE:
            if amount.capacity is None:
                raise CapacityMissing(field="capacity")
            return replace(self.facts, capacity_wanted=amount.capacity)
        if action is OfferAction.POSTPONE:
            if amount.year is None or amount.year <= self.facts.effect_year:
                raise YearMissing(field="year")
            return replace(self.facts, effect_year=amount.year)
        return self.facts

    def _changed(self, now: datetime, **changes: Any) -> "OfferFile":
        return replace(self, **changes, changed_at=now, version=self.version + 1)


def shown(facts: OfferFacts) -> dict[str, Any]:
    """The facts as a form shows them."""
    return {**vars(facts), "trades": "\n".join(facts.trades)}


def expect_over(day: date, today: date, *, field: str) -> date:
    """The day, if it has come. Raises DayToCome."""
    if day > today:
        raise DayToCome(field=field)
    return day


class OfferFileOver(Conflict):
    """What was voted on is corrected by a move."""

    code = "offer-file-over"
    title = (
        "Ce dossier est voté ou supprimé\u202f: il ne se corrige plus. "
        "Notez une correction, ou annulez le dernier changement."
    )


class OfferFileDeleted(Conflict):
    """Nothing is added to what is deleted."""

    code = "offer-file-deleted"
    title = "Ce dossier est supprimé\u202f: annulez d’abord la suppression."


class OfferFileDraft(Conflict):
    """Nobody beside the supervisor knows of it yet."""

    code = "offer-file-draft"
    title = "Ce dossier est un brouillon\u202f: proposez-le avant d’y noter un avis."


class NothingToUndo(Conflict):
    """Somebody took it back already, or moved the file since."""

    code = "offer-nothing-to-undo"
    title = "Ce changement n’est plus le dernier\u202f: voyez où en est le dossier."


class OpinionMoved(Conflict):
    """Somebody withdrew it, or put it back, already."""

    code = "offer-opinion-moved"
    title = "Cet avis a changé entre-temps\u202f: voyez où il en est."


class SignalNotAttached(Conflict):
    """Somebody detached it already, or it is for somebody else to detach."""

    code = "offer-signal-not-attached"
    title = "Ce signal n’est plus rattaché au dossier, ou ce n’est pas vous qui l’avez rattaché."


class DayToCome(Invalid):
    """What will be done was not done."""

    code = "offer-day-to-come"
    title = "Indiquez aujourd’hui ou un jour passé."


class CapacityMissing(Invalid):
    """Another capacity was to be told."""

    code = "offer-capacity-missing"
    title = "Indiquez la nouvelle capacité."


class YearMissing(Invalid):
    """A later year was to be told."""

    code = "offer-year-missing"
    title = "Indiquez une rentrée plus tardive que celle du dossier."


class FormationMissing(Invalid):
    """Neither a formation of the network nor a new one was told."""

    code = "offer-formation-missing"
    title = "Choisissez une formation du réseau, ou écrivez l’intitulé de la nouvelle."


class OfferLyceeUnknown(Invalid):
    """It is no lycée of the network."""

    code = "offer-lycee-unknown"
    title = "Ce lycée n’existe pas dans le réseau\u202f: choisissez dans la liste."


class OfferFormationUnknown(Invalid):
    """The network has no such formation."""

    code = "offer-formation-unknown"
    title = "Cette formation n’existe pas dans le réseau\u202f: choisissez dans la liste."
