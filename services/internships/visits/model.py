"""A planned visit (visite prévue): when and how a teacher meets the host of a pupil, and until when it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from uuid import UUID

from contracts.identifiers import Uai
from contracts.internships.follow_up import ContactKind
from contracts.internships.visits import VisitWay
from services.chassis.base.errors import Conflict, Invalid
from services.internships.stays.model.states import PlacementStatus


class NobodyToVisit(Conflict):
    """A pupil who is not, or no more, expected at a host is not visited there."""

    code = "nobody-to-visit"
    title = "Ce lieu d’accueil n’est pas confirmé, ou l’élève n’y est plus\u202f: aucune visite n’y est à prévoir."


class VisitAlreadyPlanned(Conflict):
    """A visit that somebody else planned, or that was planned twice."""

    code = "visit-already-planned"
    title = "Une visite est déjà prévue pour cet élève\u202f: déplacez-la, ou annulez-la d’abord."


class VisitNotPlanned(Conflict):
    """A visit that was called off, or noted, in the meantime."""

    code = "visit-not-planned"
    title = "Cette visite n’est plus prévue\u202f: elle a été annulée, ou notée, entre-temps."


class VisitInThePast(Invalid):
    """What is over is noted, not planned."""

    code = "visit-in-the-past"
    title = "Ce jour est passé\u202f: indiquez aujourd’hui ou un jour qui vient. Une visite déjà faite se note dans le suivi."


class VisitOutsideStay(Invalid):
    """A visit on a day when nobody is there."""

    code = "visit-outside-stay"
    title = "L’élève n’est pas en entreprise ce jour-là."


CONTACTS: Mapping[VisitWay, ContactKind] = {
    VisitWay.ON_SITE: ContactKind.VISIT,
    VisitWay.CALL: ContactKind.CALL,
    VisitWay.VIDEO: ContactKind.VIDEO,
}
"""What a visit is noted as; one that was to be a call is one all the same if somebody went there."""


class VisitState(StrEnum):
    """Where a visit stands; it is noted by a follow-up."""

    PLANNED = "planned"
    CALLED_OFF = "called_off"
    NOTED = "noted"


@dataclass(frozen=True)
class VisitedStay:
    """The place a visit is about, with the days the pupil is there."""

    placement_id: UUID
    uai: Uai
    pupil_year_id: UUID
    tutor_id: UUID | None
    status: PlacementStatus
    first_on: date
    last_on: date

    def expect_there(self) -> None:
        """Raises NobodyToVisit."""
        if self.status is not PlacementStatus.CONFIRMED:
            raise NobodyToVisit


@dataclass(frozen=True)
class VisitPlan:
    """What is agreed: a day, an hour if one is, and how."""

    on: date
    starts_at: time | None
    way: VisitWay

    def expect_possible(self, stay: VisitedStay, *, today: date) -> None:
        """Raises VisitInThePast, VisitOutsideStay."""
        if self.on < today:
            raise VisitInThePast(field="visit_on")
        if not stay.first_on <= self.on <= stay.last_on:
            raise VisitOutsideStay(
                f"L’élève est en entreprise du {stay.first_on:%d/%m/%Y} au {stay.last_on:%d/%m/%Y}\u202f:"
                " choisissez un de ces jours.",
                field="visit_on",
            )


@dataclass(eq=False)
class Visit:
    """A visit that is planned, or was; `tutor_id` is who was told of it, None for the contact of the site."""

    id: UUID
    uai: Uai
    placement_id: UUID
    tutor_id: UUID | None
    plan: VisitPlan
    state: VisitState = VisitState.PLANNED
    noted_by: UUID | None = None
    """The follow-up that says it took place."""
    sequence: int = 0
    version: int = 1

    def expect_planned(self) -> None:
        """Raises VisitNotPlanned."""
        if self.state is not VisitState.PLANNED:
            raise VisitNotPlanned

    def move(self, plan: VisitPlan) -> bool:
        """Have it be another day, hour or way; whether anything changed. Raises VisitNotPlanned."""
        self.expect_planned()
        if plan == self.plan:
            return False
        self.plan = plan
        self._told()
        return True

    def call_off(self) -> None:
        """Say that it does not take place. Raises VisitNotPlanned."""
        self.expect_planned()
        self.state = VisitState.CALLED_OFF
        self._told()

    def restore(self) -> None:
        """Take that back. Raises VisitAlreadyPlanned where it stands."""
        if self.state is not VisitState.CALLED_OFF:
            raise VisitAlreadyPlanned
        self.state = VisitState.PLANNED
        self._told()

    def is_noted_by(self, kind: ContactKind, on: date) -> bool:
        """Whether a contact says that it took place."""
        return on >= self.plan.on and kind in (ContactKind.VISIT, CONTACTS[self.plan.way])

    def note(self, follow_up_id: UUID | None) -> None:
        """Have it be closed by a follow-up, or open again where that one is gone: nobody is told."""
        self.state = VisitState.NOTED if follow_up_id else VisitState.PLANNED
        self.noted_by = follow_up_id
        self.version += 1

    def _told(self) -> None:
        self.sequence += 1
        self.version += 1
