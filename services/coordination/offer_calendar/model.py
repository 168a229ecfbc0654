"""A date of a body (date d’instance): which one meets, for which campaign, and until when files reach it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from contracts.coordination.offer_files import OfferBody
from contracts.identifiers import SchoolYear, Uai
from services.chassis.base.errors import Conflict, Invalid, StaleVersion


@dataclass(frozen=True)
class DatePlan:
    """When a body meets, for files that take effect in a school year; of one lycée, or of the department.

    `due_on`: the last day to hand files in, where one was told.
    """

    body: OfferBody
    effect_year: SchoolYear
    meets_on: date
    lycee: Uai | None = None
    due_on: date | None = None

    def __post_init__(self) -> None:
        """Raises DueAfterMeeting, CouncilOfNoLycee."""
        if self.due_on is not None and self.due_on > self.meets_on:
            raise DueAfterMeeting(field="due_on")
        if self.body is OfferBody.COUNCIL and self.lycee is None:
            raise CouncilOfNoLycee(field="lycee")


UNDO_WITHIN = timedelta(minutes=15)
"""What is taken back by then was a slip: nobody is told that it moved."""


@dataclass(frozen=True)
class OfferDate:
    """A date of the calendar; `removed_at`: it is in it no more.

    `changed_at`: when it was added or changed last, with what follows at once; `before`: what it was
    until then. Both go once that is taken back: there is nothing left to take back.
    """

    id: UUID
    plan: DatePlan
    removed_at: datetime | None = None
    version: int = 1
    changed_at: datetime | None = None
    before: DatePlan | None = None

    def changed(self, version: int, plan: DatePlan, *, now: datetime) -> "OfferDate":
        """The same otherwise. Raises StaleVersion, OfferDateRemoved."""
        self._expect(version)
        if self.removed_at is not None:
            raise OfferDateRemoved
        if plan == self.plan:
            return replace(self, version=self.version + 1)
        known: DatePlan | None = self.plan
        at: datetime | None = now
        if self.is_undone_by(plan, now):
            known, at = None, None
        elif self.is_new(now):
            # Changed as soon as it was added: it was added so.
            known, at = None, self.changed_at
        elif self.before is not None and self._is_fresh(now):
            # Changed twice at once: it is back where it was before the first of them alone.
            known, at = self.before, self.changed_at
        return replace(self, plan=plan, before=known, changed_at=at, version=self.version + 1)

    def is_undone_by(self, plan: DatePlan | None, now: datetime) -> bool:
        """Whether that takes back at once what was done last; None: that it was added."""
        return self._is_fresh(now) and self.before == plan

    def is_new(self, now: datetime) -> bool:
        """Whether it was added a moment ago, and what is changed now is told as what was added."""
        return self._is_fresh(now) and self.before is None

    @property
    def was_moved_at_once(self) -> bool:
        """Whether it was taken out a moment after it moved: put back, that it moved is to be told."""
        return (
            self.removed_at is not None
            and self.before is not None
            and self._is_fresh(self.removed_at)
        )

    @property
    def was_slip(self) -> bool:
        """Whether it was taken out as soon as it was added: nobody knows of it any more."""
        return self.removed_at is not None and self.is_undone_by(None, self.removed_at)

    def removed(self, version: int, *, now: datetime) -> "OfferDate":
        """In the calendar no more. Raises StaleVersion, OfferDateRemoved."""
        self._expect(version)
        if self.removed_at is not None:
            raise OfferDateRemoved
        return replace(self, removed_at=now, version=self.version + 1)

    def restored(self, version: int, *, now: datetime) -> "OfferDate":
        """In the calendar again; a slip is as if it were added now. Raises StaleVersion, OfferDateKept."""
        self._expect(version)
        if self.removed_at is None:
            raise OfferDateKept
        at = now if self.was_slip else self.changed_at
        return replace(self, removed_at=None, changed_at=at, version=self.version + 1)

    def concerns(self, lycee: Uai, year: SchoolYear) -> bool:
        """Whether a file about this lycée, for this year, comes there."""
        return self.plan.effect_year == year and self.plan.lycee in (None, lycee)

    def _is_fresh(self, now: datetime) -> bool:
        return self.changed_at is not None and now - self.changed_at <= UNDO_WITHIN

    def _expect(self, version: int) -> None:
        if version != self.version:
            raise StaleVersion(current={**vars(self.plan), "version": self.version})


class DueAfterMeeting(Invalid):
    """Files were to come after the body met."""

    code = "offer-due-after-meeting"
    title = "Le dépôt des dossiers vient avant la réunion, ou le même jour."


class CouncilOfNoLycee(Invalid):
    """A conseil d’administration is that of a lycée."""

    code = "offer-council-of-no-lycee"
    title = "Un conseil d’administration est celui d’un lycée\u202f: choisissez lequel."


class OfferDateRemoved(Conflict):
    """It is no more in the calendar."""

    code = "offer-date-removed"
    title = "Cette date est retirée\u202f: rétablissez-la d’abord."


class OfferDateKept(Conflict):
    """It is in the calendar already."""

    code = "offer-date-kept"
    title = "Cette date est déjà dans le calendrier."
