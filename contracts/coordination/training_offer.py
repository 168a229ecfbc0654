"""What the animation of the network tells of the training offer: signals of needs in skills, as codes.

What a company said, who it is and what is thought of it stay in `coordination`.
"""

from datetime import date
from enum import StrEnum
from typing import NewType
from uuid import UUID

from contracts.event import Event
from contracts.identifiers import Mef, Siren
from contracts.text_value import Identifier

SignalId = NewType("SignalId", UUID)


class RomeCode(Identifier):
    """Code of a trade in the répertoire opérationnel des métiers et des emplois (code ROME)."""

    __slots__ = ()
    pattern = r"^[A-N][0-9]{4}$"
    example = "F1602"
    advice = "Un code ROME compte une lettre puis 4 chiffres, par exemple F1602."

    @classmethod
    def normalise(cls, value: str) -> str:
        return super().normalise(value).upper()


class SignalKind(StrEnum):
    """What a training signal says of a trade (nature du signal)."""

    SHORTAGE = "shortage"
    """Trained people are missing."""
    NEW_SKILL = "new_skill"
    """Something is asked that no formation near teaches."""
    DECLINE = "decline"
    """Fewer people are asked for."""


class SignalStrength(StrEnum):
    """How strong a training signal is (force du signal)."""

    ISOLATED = "isolated"
    """One company, once."""
    REPEATED = "repeated"
    """Several companies, or one that comes back to it."""
    LASTING = "lasting"
    """Many, for years."""


class SignalSource(StrEnum):
    """Who a training signal comes from (provenance)."""

    COMPANY = "company"
    TUTOR = "tutor"
    BRANCH = "branch"
    EMPLOYMENT = "employment"
    COMMITTEE = "committee"
    OTHER = "other"


class TrainingSignalRaisedV1(Event, audience="department", aggregate="signal_id", family=None):
    """A need in skills was noted (signal de besoin en compétences), or what was noted was corrected.

    `mef`: the formation it is about, where one exists; `territory`: the grouping of communes (EPCI), by its
    SIREN; without one it is about the whole department.
    """

    signal_id: SignalId
    kind: SignalKind
    rome: RomeCode
    mef: Mef | None
    territory: Siren | None
    strength: SignalStrength
    source: SignalSource
    told_on: date
    occurred_on: date


class TrainingSignalWithdrawnV1(Event, audience="department", aggregate="signal_id", family=None):
    """A training signal had been noted by mistake, or is no longer true (signal retiré)."""

    signal_id: SignalId
    occurred_on: date
