"""Follow-up of a pupil at a host (suivi): contacts and visits, and what they tell is wrong."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from contracts.identifiers import SchoolYear, Uai
from contracts.internships.follow_up import ContactKind, ReportLevel
from services.chassis.base.errors import Conflict, Invalid
from services.internships.stays.model.states import HOSTED, PlacementStatus

NOTE_CHARACTERS = 300
ABSENCE_DAYS_MAX = 60
HOST = "host"
"""The function of who tells something by the link of a stay, where others have a role."""


class NotHosted(Conflict):
    """A pupil at a host who did not agree: nobody follows them there."""

    code = "not-hosted"
    title = "Ce lieu d’accueil n’est pas confirmé\u202f: confirmez-le avant d’y noter un suivi."


class ContactInTheFuture(Invalid):
    """A contact is noted once it took place."""

    code = "contact-in-the-future"
    title = "Ce jour n’est pas encore passé\u202f: indiquez aujourd’hui ou un jour d’avant."


class ContactOfAnotherYear(Invalid):
    """A slip of the keyboard."""

    code = "contact-of-another-year"
    title = "Ce jour n’est pas de l’année scolaire de cette PFMP\u202f: vérifiez-le."


class AlertNotOpen(Conflict):
    """An alert somebody closed meanwhile."""

    code = "alert-not-open"
    title = "Cette alerte est déjà close."


class AlertStillOpen(Conflict):
    """An alert that was opened again, or never closed."""

    code = "alert-still-open"
    title = "Cette alerte est ouverte."


class StepsLeft(Conflict):
    """A declaration the law gives a delay for is not forgotten half done."""

    code = "steps-left"
    title = "Il reste des étapes à cocher\u202f: l’alerte se clôt une fois qu’elles sont faites."


class ArrivalTooEarly(Conflict):
    """An arrival noted before the first day."""

    code = "arrival-too-early"
    title = "L’élève n’est pas encore attendu\u202f: dites-le à partir du premier jour."


class ArrivalNoted(Conflict):
    """Who arrived did not stay away."""

    code = "arrival-noted"
    title = "L’arrivée de l’élève est déjà notée. S’il est reparti, dites que l’élève a quitté l’entreprise."


class AlertMatter(StrEnum):
    """What an alert is about: a report, what the host has to declare, that the pupil went away or never came."""

    REPORT = "report"
    DECLARATION = "declaration"
    LEAVING = "leaving"
    NOT_ARRIVED = "not-arrived"


class Step(StrEnum):
    """What is to be done within 48 hours (Code de la sécurité sociale L. 441-2, R. 441-3, R. 412-4; convention type art. 15).

    The host declares to the CPAM, and the lycée sees to it that it was done.
    """

    FAMILY_TOLD = "family-told"
    HEAD_TOLD = "head-told"
    HOST_DECLARED = "host-declared"
    COPY_RECEIVED = "copy-received"


@dataclass(frozen=True)
class Stay:
    """The place a follow-up is about."""

    placement_id: UUID
    uai: Uai
    period_id: UUID
    pupil_year_id: UUID
    status: PlacementStatus
    first_on: date

    def expect_hosted(self) -> None:
        """Raises NotHosted."""
        if self.status not in HOSTED:
            raise NotHosted

    def expect_begun(self, today: date) -> None:
        """Raises ArrivalTooEarly."""
        if today < self.first_on:
            raise ArrivalTooEarly


@dataclass(frozen=True)
class Contact:
    """A contact with a pupil or a host, as somebody tells it: how they were in touch, when, how it goes."""

    kind: ContactKind
    on: date
    level: ReportLevel = ReportLevel.NONE
    absence_days: int | None = None
    note: str | None = None

    def expect_plausible(self, stay: Stay, *, today: date) -> None:
        """Raises ContactInTheFuture, ContactOfAnotherYear."""
        if self.on > today:
            raise ContactInTheFuture(field="on")
        if SchoolYear.of(self.on) != SchoolYear.of(stay.first_on):
            raise ContactOfAnotherYear(field="on")


def gravest(levels: Iterable[ReportLevel]) -> ReportLevel:
    """The highest of the levels that were told."""
    return max(levels, key=list(ReportLevel).index)


@dataclass(eq=False)
class Alert:
    """Something is wrong at a host, until somebody says that it was dealt with."""

    id: UUID
    stay: Stay
    matter: AlertMatter
    level: ReportLevel
    opened_on: date
    opened_as: str | None
    follow_up_id: UUID | None = None
    """The first contact that told it."""
    raised_by: UUID | None = None
    """Who raised it, heightened it or opened it again last, if they have an account."""
    closed_on: date | None = None
    closed_as: str | None = None
    done: dict[Step, tuple[date, str | None]] = field(default_factory=dict)
    """The steps that were done, with the day and by whom it was said."""
    version: int = 1

    @property
    def steps_left(self) -> list[Step]:
        """What the law wants done and nobody ticked."""
        if self.matter is not AlertMatter.DECLARATION:
            return []
        return [step for step in Step if step not in self.done]

    def close(self, on: date, role: str | None) -> None:
        """Say that it was dealt with. Raises AlertNotOpen, StepsLeft."""
        if self.closed_on is None and self.steps_left:
            raise StepsLeft
        self.dismiss(on, role)

    def dismiss(self, on: date, role: str | None) -> None:
        """Say that it was opened by mistake, whatever is left to do. Raises AlertNotOpen.

        A declaration that is closed with steps left is known by it.
        """
        if self.closed_on is not None:
            raise AlertNotOpen
        self.closed_on, self.closed_as = on, role
        self.version += 1

    def reopen(self, by: UUID | None = None) -> None:
        """Take that back. Raises AlertStillOpen."""
        if self.closed_on is None:
            raise AlertStillOpen
        self.closed_on, self.closed_as, self.raised_by = None, None, by
        self.version += 1

    def tick(self, step: Step, on: date, role: str | None) -> None:
        """Say that a step was done that day; said already, it stays as it was. Raises AlertNotOpen."""
        if self.closed_on is not None:
            raise AlertNotOpen
        self.done.setdefault(step, (on, role))
        self.version += 1

    def untick(self, step: Step) -> None:
        """Take that back. Raises AlertNotOpen."""
        if self.closed_on is not None:
            raise AlertNotOpen
        self.done.pop(step, None)
        self.version += 1
