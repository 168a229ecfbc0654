"""The question whose answer is the evidence of a formation (dossier de preuves): codes and counts, nobody's name."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel

from contracts.coordination.training_offer import RomeCode, SignalKind, SignalStrength
from contracts.identifiers import Mef, SchoolYear, Siren, Uai
from contracts.questions import Question, declare


class WhyUntold(StrEnum):
    """Why there is no figure (raison): none of these is a zero."""

    WITHHELD = "withheld"
    """Its head keeps it in the lycée (non publié)."""
    SILENT = "silent"
    """Nothing was ever heard of the lycée."""
    UNTOLD = "untold"
    """The lycée is heard of, and told nothing of this yet."""
    TOO_FEW = "too_few"
    """It is about fewer than five pupils, and may leave the DSDEN."""
    TODAY = "today"
    """It is known of today alone, not of that school year."""
    NOTHING = "nothing"
    """The lycée is heard of, and published no PFMP of it."""


class ToldCount(BaseModel):
    """A count, or why there is none: exactly one of the two is there."""

    count: int | None = None
    why: WhyUntold | None = None


class FormationEvidenceRequest(BaseModel):
    """Which formation: its years are told together, whichever `mef` of them is given. `territory` and `romes` say which signals and places offered go with it.

    `leaving`: the figures are for a paper that may leave the DSDEN; counts of pupils are then told by
    the rule of small numbers.
    """

    mef: Mef
    territory: Siren | None = None
    romes: tuple[RomeCode, ...] = ()
    leaving: bool = True


class PlacesOfFormation(BaseModel):
    """Pupils of the formation in one lycée in a school year: one counts once for each PFMP.

    `uai` is None on the line that adds up the lycées with figures. `periods` counts the PFMP that were
    published, `told` those whose figures are in the counts.
    """

    uai: Uai | None
    school_year: SchoolYear
    periods: int
    told: int
    needed: ToldCount
    found: ToldCount
    without: ToldCount


class ConfirmedHosts(BaseModel):
    """Places of the formation confirmed by a lycée in a school year, and those at a host new to it.

    Places lost afterwards are still in `confirmed`; `lost` counts them.
    """

    uai: Uai
    school_year: SchoolYear
    confirmed: ToldCount
    new_hosts: ToldCount
    lost: ToldCount


class LyceeEvidence(BaseModel):
    """What is told of a lycée that offers the formation, of all its formations together.

    `refused_by`: demands without a place by whose doing: company, school, pupil, other.
    `seats`: places companies offer it this month, in the territory where one is asked about.
    `heard_on`: the day of its last news.
    """

    uai: Uai
    school_year: SchoolYear
    hosts: ToldCount
    refusals: ToldCount
    refused_by: dict[str, int]
    seats: ToldCount
    heard_on: date | None


class SignalsOfMonth(BaseModel):
    """Training signals said in a month, of one kind and strength.

    `everywhere`: they are about the whole department, not about the territory that was asked about.
    """

    month: date
    kind: SignalKind
    strength: SignalStrength
    everywhere: bool
    count: int


class FormationEvidence(BaseModel):
    """What is known of a formation as of a day: the last two school years, signals of twelve months."""

    known_on: date
    places: tuple[PlacesOfFormation, ...]
    hosts: tuple[ConfirmedHosts, ...]
    lycees: tuple[LyceeEvidence, ...]
    signals: tuple[SignalsOfMonth, ...]
    signalling_lycees: int
    """How many bureaux noted them, the DSDEN among them."""


FORMATION_EVIDENCE = declare(
    Question(
        service="supervision",
        name="formation_evidence",
        request=FormationEvidenceRequest,
        answer=FormationEvidence,
        askers=frozenset({"coordination"}),
        timeout_seconds=3.0,
    )
)
"""Asked for the DSDEN, of all lycées; asked about a lycée, of that one alone."""
