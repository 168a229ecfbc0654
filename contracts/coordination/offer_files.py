"""What the animation of the network tells of the evolution of the training offer: files and opinions, as codes.

Why an idea is good, what is asked and what bodies said stay in `coordination`; a draft tells nothing.
"""

from datetime import date
from enum import StrEnum
from typing import NewType
from uuid import UUID

from contracts.event import Event
from contracts.identifiers import Mef, SchoolYear

OfferFileId = NewType("OfferFileId", UUID)
OfferOpinionId = NewType("OfferOpinionId", UUID)
OfferDateId = NewType("OfferDateId", UUID)


class OfferChange(StrEnum):
    """What is asked of the training map (type de demande, les codes d’Orion)."""

    CLOSING = "fermeture"
    OPENING_NET = "ouverture_nette"
    OPENING_OFFSET = "ouverture_compensation"
    INCREASE_NET = "augmentation_nette"
    INCREASE_OFFSET = "augmentation_compensation"
    DECREASE = "diminution"
    TRANSFER = "transfert"
    COLOURING = "coloration"
    ADJUSTMENT = "ajustement"


class OfferState(StrEnum):
    """Where a file is, as Orion says it (état d’une demande)."""

    DRAFT = "draft"
    PROPOSAL = "proposal"
    INCOMPLETE = "incomplete"
    COMPLETE = "complete"
    PROJECT = "project"
    READY = "ready"
    """Ready for the vote."""
    VALIDATED = "validated"
    REFUSED = "refused"
    DELETED = "deleted"


class OfferCorrection(StrEnum):
    """What became of a request that had been validated (correction)."""

    POSTPONED = "report"
    CANCELLED = "annulation"
    CAPACITY = "modification_capacite"


class OfferBody(StrEnum):
    """A body that says what it thinks of a file (instance)."""

    COUNCIL = "ca"
    """The lycée's own conseil d’administration."""
    CLEE = "clee"
    CSA = "csa"
    CDEN = "cden"
    CAEN = "caen"
    REGION = "region"
    WORKING_GROUP = "working_group"
    OTHER = "other"


class OfferStage(StrEnum):
    """At which moment an opinion counts (rang d’un avis)."""

    PRIOR = "prealable"
    ADVISORY = "consultatif"
    FINAL = "final"


class OfferOpinion(StrEnum):
    """What a body thinks (avis)."""

    FAVOURABLE = "favorable"
    UNFAVOURABLE = "defavorable"
    RESERVED = "reserve"


class OfferFileMovedV1(Event, audience="department", aggregate="file_id", family=None):
    """A file of the training offer went from one state to another, or is of other facts (dossier d’évolution).

    `before` is `after` where its facts changed, or it was corrected after it had been validated.
    The DSDEN says it, and names no lycée: the one it is about hears it by `OfferFileFollowedV1`.
    `correction`: what it was corrected by last, as it stands. `moved_on`: the day it is of.
    """

    file_id: OfferFileId
    change: OfferChange
    before: OfferState
    after: OfferState
    correction: OfferCorrection | None
    mef: Mef | None
    effect_year: SchoolYear
    moved_on: date
    occurred_on: date


class OfferOpinionGivenV1(Event, audience="department", aggregate="opinion_id", family=None):
    """A body gave its opinion of a file (avis d’une instance)."""

    opinion_id: OfferOpinionId
    file_id: OfferFileId
    body: OfferBody
    stage: OfferStage
    opinion: OfferOpinion
    given_on: date
    occurred_on: date


class OfferOpinionWithdrawnV1(Event, audience="department", aggregate="opinion_id", family=None):
    """An opinion had been noted by mistake (avis retiré)."""

    opinion_id: OfferOpinionId
    file_id: OfferFileId
    occurred_on: date


class OfferFileStep(StrEnum):
    """What a lycée hears of a file about it (suivi d’un dossier)."""

    MOVED = "moved"
    BACK = "back"
    """Its last move is taken back: nothing is to be told of it any more."""


class OfferFileFollowedV1(Event, audience="bureau", aggregate="file_id"):
    """A file about a lycée moved (suivi d’un dossier d’évolution). It speaks for that lycée."""

    file_id: OfferFileId
    step: OfferFileStep
    occurred_on: date


class OfferOpinionStep(StrEnum):
    """What a lycée hears of an opinion on a file about it (suivi d’un avis)."""

    GIVEN = "given"
    WITHDRAWN = "withdrawn"
    """It had been noted by mistake."""


class OfferOpinionFollowedV1(Event, audience="bureau", aggregate="opinion_id"):
    """A body gave its opinion of a file about a lycée, or it is withdrawn (suivi d’un avis). It speaks for that lycée."""

    opinion_id: OfferOpinionId
    file_id: OfferFileId
    step: OfferOpinionStep
    occurred_on: date


class OfferDateStep(StrEnum):
    """What a lycée hears of a date of a body that sees a file about it (suivi d’une date d’instance)."""

    ADDED = "added"
    MOVED = "moved"
    """It is another day, or it is taken out of the calendar."""
    BACK = "back"
    """It is in the calendar again: nothing is to be told of it any more."""


class OfferDateFollowedV1(Event, audience="bureau", aggregate="date_id"):
    """The date of a body that sees a file about a lycée was added, or moved (suivi d’une date d’instance). It speaks for that lycée."""

    date_id: OfferDateId
    step: OfferDateStep
    occurred_on: date
