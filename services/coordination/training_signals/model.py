"""A training signal (signal de besoin en compétences): what somebody outside said of a trade, and how strongly."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from contracts.coordination.training_offer import RomeCode, SignalKind, SignalSource, SignalStrength
from contracts.identifiers import Mef, Siren, Uai
from services.chassis.base.errors import Conflict, Invalid, StaleVersion

TEXT_CHARACTERS_MAX = 2_000
KEPT = timedelta(days=3 * 365)
"""How long what was said is kept, from the day it was said."""

KINDS: Mapping[SignalKind, str] = {
    SignalKind.SHORTAGE: "On manque de personnes formées",
    SignalKind.NEW_SKILL: "Une compétence nouvelle est demandée",
    SignalKind.DECLINE: "Le métier recrute moins",
}
STRENGTHS: Mapping[SignalStrength, str] = {
    SignalStrength.ISOLATED: "Une demande isolée",
    SignalStrength.REPEATED: "Plusieurs demandes",
    SignalStrength.LASTING: "Un besoin durable, partagé",
}
SOURCES: Mapping[SignalSource, str] = {
    SignalSource.COMPANY: "Une entreprise",
    SignalSource.TUTOR: "Un tuteur, pendant une PFMP",
    SignalSource.BRANCH: "Une branche, un OPCO",
    SignalSource.EMPLOYMENT: "France Travail, une mission locale",
    SignalSource.COMMITTEE: "Un CLEE, un comité",
    SignalSource.OTHER: "Autre",
}


class SignalStatus(StrEnum):
    """Whether a signal counts."""

    RAISED = "raised"
    WITHDRAWN = "withdrawn"


class SignalWithdrawn(Conflict):
    """A signal that counts no more."""

    code = "signal-withdrawn"
    title = "Ce signal est retiré\u202f: rétablissez-le d’abord."


class SignalNotWithdrawn(Conflict):
    """A signal that counts already."""

    code = "signal-not-withdrawn"
    title = "Ce signal n’est pas retiré."


class ToldInTheFuture(Invalid):
    """A signal told on a day to come: nobody said it yet."""

    code = "told-in-the-future"
    title = "Indiquez aujourd’hui ou un jour passé."


class ToldTooLongAgo(Invalid):
    """What was said so long ago would be erased the night after."""

    code = "told-too-long-ago"
    title = "Indiquez un jour des trois dernières années\u202f: un signal s’efface au bout de trois ans."


class FormationUnknown(Invalid):
    """No lycée told that it offers it."""

    code = "formation-unknown"
    title = "Aucun lycée du réseau n’annonce cette formation : choisissez-en une de la liste, ou laissez vide."


@dataclass(frozen=True)
class SignalFacts:
    """What was noted. `company`, `company_id`, `exchange_id`: who said it and when, where it was a company of the registry."""

    kind: SignalKind
    rome: RomeCode
    strength: SignalStrength
    source: SignalSource
    told_on: date
    text: str
    mef: Mef | None = None
    territory: Siren | None = None
    company: str | None = None
    company_id: UUID | None = None
    exchange_id: UUID | None = None


@dataclass(frozen=True)
class TrainingSignal:
    """A signal of a bureau, or of the DSDEN."""

    id: UUID
    uai: Uai
    facts: SignalFacts
    raised_at: datetime
    changed_at: datetime
    status: SignalStatus = SignalStatus.RAISED
    version: int = 1

    def corrected(self, version: int, facts: SignalFacts, *, now: datetime) -> "TrainingSignal":
        """The signal with what was meant. Raises StaleVersion, SignalWithdrawn."""
        self._expect(version, SignalStatus.RAISED)
        return replace(self._now(now), facts=facts)

    def withdrawn(self, version: int, *, now: datetime) -> "TrainingSignal":
        """It counts no more. Raises StaleVersion, SignalWithdrawn."""
        self._expect(version, SignalStatus.RAISED)
        return replace(self._now(now), status=SignalStatus.WITHDRAWN)

    def restored(self, version: int, *, now: datetime) -> "TrainingSignal":
        """It counts again. Raises StaleVersion, SignalNotWithdrawn."""
        self._expect(version, SignalStatus.WITHDRAWN)
        return replace(self._now(now), status=SignalStatus.RAISED)

    def _expect(self, version: int, status: SignalStatus) -> None:
        if version != self.version:
            raise StaleVersion(current={"version": self.version})
        if self.status is not status:
            raise SignalWithdrawn if status is SignalStatus.RAISED else SignalNotWithdrawn

    def _now(self, now: datetime) -> "TrainingSignal":
        return replace(self, changed_at=now, version=self.version + 1)


def checked(facts: SignalFacts, *, today: date) -> SignalFacts:
    """The facts, if what was said was said, and lately. Raises ToldInTheFuture, ToldTooLongAgo."""
    if facts.told_on > today:
        raise ToldInTheFuture(field="told_on")
    if facts.told_on < today - KEPT:
        raise ToldTooLongAgo(field="told_on")
    return facts
