"""A host asked for a pupil's period (démarche): who asked, how, when, and what it answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from contracts.identifiers import SiteKey, Uai
from contracts.internships.periods import PlacementOrigin
from contracts.internships.placements import EndReason
from services.chassis.base.errors import Conflict, Invalid

NOTE_CHARACTERS = 300
OLDEST_DAYS = 366


class ApproachedBy(StrEnum):
    """The person who asked a host."""

    PUPIL = "pupil"
    OFFICE = "office"
    TEACHER = "teacher"

    @property
    def origin(self) -> PlacementOrigin:
        """Who found the host, should it agree."""
        return PlacementOrigin(self.value)


class Means(StrEnum):
    """The means by which a host was asked."""

    CALL = "call"
    VISIT = "visit"
    MAIL = "mail"
    LETTER = "letter"
    ONLINE = "online"


class Answer(StrEnum):
    """What the host answered; a refusal is named by its reason."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    MINOR = "minor"
    CAPACITY = "capacity"
    SEASON = "season"
    MOBILITY = "mobility"
    NO_ANSWER = "no_answer"
    FORMATION = "formation"
    OTHER = "other"

    @property
    def refused(self) -> bool:
        """Whether the pupil is not taken."""
        return self not in (Answer.WAITING, Answer.ACCEPTED)


REFUSALS = tuple(one for one in Answer if one.refused)


DOINGS: Mapping[Answer, EndReason] = MappingProxyType(
    {
        Answer.MINOR: EndReason.COMPANY,
        Answer.CAPACITY: EndReason.COMPANY,
        Answer.SEASON: EndReason.COMPANY,
        Answer.NO_ANSWER: EndReason.COMPANY,
        Answer.FORMATION: EndReason.SCHOOL,
        Answer.MOBILITY: EndReason.PUPIL,
        Answer.OTHER: EndReason.OTHER,
    }
)
"""Whose doing each refusal is, as the department is told."""


@dataclass(frozen=True)
class Asking:
    """What somebody says of an approach."""

    by: ApproachedBy
    means: Means
    on: date
    answer: Answer = Answer.WAITING
    note: str | None = None

    def check(self, today: date) -> None:
        """Raises ApproachInTheFuture, ApproachTooOld."""
        if self.on > today:
            raise ApproachInTheFuture(field="on")
        if (today - self.on).days > OLDEST_DAYS:
            raise ApproachTooOld(field="on")


class ApproachInTheFuture(Invalid):
    """What is planned is a task, not an approach."""

    code = "approach-in-the-future"
    title = "Une démarche est déjà faite\u202f: choisissez aujourd’hui ou un jour passé"


class ApproachTooOld(Invalid):
    """A typing error, more often than a memory."""

    code = "approach-too-old"
    title = "Choisissez un jour de moins d’un an"


class ApproachWithdrawn(Conflict):
    """An approach that was taken back meanwhile."""

    code = "approach-withdrawn"
    title = "Cette démarche a été retirée. Rechargez la page, puis notez-la de nouveau si besoin"


class ApproachNotRefused(Conflict):
    """Only a refusal can be presumed discriminatory."""

    code = "approach-not-refused"
    title = "Seul un refus peut être signalé. Notez d’abord la réponse de l’entreprise"


@dataclass(eq=False)
class Approach:
    """One approach. `withdrawn_at`: it was a mistake, and counts for nothing."""

    id: UUID
    uai: Uai
    period_id: UUID
    pupil_year_id: UUID
    site_id: UUID
    site_key: SiteKey
    approached_by: ApproachedBy
    means: Means
    approached_on: date
    note: str | None
    answer: Answer
    answered_on: date | None
    presumed_discriminatory: bool
    noted_at: datetime
    withdrawn_at: datetime | None = None
    version: int = 1

    def reply(self, answer: Answer, *, today: date) -> None:
        """Note what the host answered, or that it is waited for after all. Raises ApproachWithdrawn.

        A refusal that was marked is marked again should the answer be corrected back.
        """
        self._still_there()
        self.answer = answer
        self.answered_on = None if answer is Answer.WAITING else today
        self.version += 1

    @property
    def is_marked(self) -> bool:
        """Whether it is a refusal presumed discriminatory."""
        return self.presumed_discriminatory and self.answer.refused

    def mark(self, *, presumed: bool) -> None:
        """Say that the refusal is presumed discriminatory, or no more.

        Raises ApproachWithdrawn, ApproachNotRefused.
        """
        self._still_there()
        if presumed and not self.answer.refused:
            raise ApproachNotRefused
        self.presumed_discriminatory = presumed
        self.version += 1

    def withdraw(self, now: datetime) -> None:
        """Take it back. Raises ApproachWithdrawn."""
        self._still_there()
        self.withdrawn_at = now
        self.version += 1

    def restore(self) -> bool:
        """Have it stand after all; False when it never was withdrawn."""
        if self.withdrawn_at is None:
            return False
        self.withdrawn_at = None
        self.version += 1
        return True

    def _still_there(self) -> None:
        if self.withdrawn_at is not None:
            raise ApproachWithdrawn
