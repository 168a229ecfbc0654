"""A placement (lieu d'accueil d'un élève pour une PFMP): what it holds, and what moves it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from contracts.identifiers import Mef, SchoolYear, SiteKey, Uai
from contracts.internships.periods import PlacementOrigin, WithdrawalReason
from contracts.internships.placements import EndReason
from services.chassis.base.errors import Conflict, Invalid
from services.internships.base.days import local_date
from services.internships.stays.model.states import (
    WHAT_TO_DO,
    Move,
    PlacementAction,
    PlacementMoveRefused,
    PlacementStatus,
    ask,
    state_on,
)


class PlacementAlreadyLive(Conflict):
    """A pupil has at most one live placement for a period."""

    code = "placement-already-live"
    title = "Cet élève a déjà un lieu d’accueil proposé ou confirmé pour cette PFMP."


class OwnDatesInvalid(Invalid):
    """The days contradict each other, or are of another school year."""

    code = "own-dates-invalid"
    title = "Le dernier jour doit être le premier ou un jour d’après."


class OwnDatesWithoutReason(Invalid):
    """Days that are not those of the period are explained."""

    code = "own-dates-without-reason"
    title = "Ces dates ne sont pas celles de la PFMP\u202f: dites du fait de qui."


class OwnDatesOverlap(Invalid):
    """A pupil is at one host at a time."""

    code = "own-dates-overlap"
    title = "L’élève est déjà ailleurs pendant ces dates."


class StaysOverlap(Conflict):
    """A place of a pupil is for days on which they are at another host."""

    code = "stays-overlap"
    title = "L’élève est déjà dans un autre lieu d’accueil ces jours-là."


@dataclass(frozen=True)
class OwnDates:
    """The days somebody is really at a host, and whose doing it is that the period's are others."""

    starts_on: date
    ends_on: date
    reason: EndReason


@dataclass(frozen=True)
class PlacementEnd:
    """The end of a place that ended early, or never began, and why.

    `on` is the last day at the host, or the day on which somebody knew that the pupil had not come.
    """

    on: date
    reason: EndReason
    recorded_at: datetime
    by: UUID | None = None


@dataclass(eq=False)
class Placement:
    """One pupil at one site for one period.

    `reference` is drawn at confirmation, for the departmental audience alone: nothing the bureau
    publishes bears it.
    """

    id: UUID
    uai: Uai
    period_id: UUID
    pupil_year_id: UUID
    mef: Mef
    site_id: UUID
    site_key: SiteKey
    origin: PlacementOrigin
    proposed_on: date
    starts_on: date
    ends_on: date
    """The days it is for: those of the period, from `resumes_on` when it follows another one, or others."""
    period_days: tuple[date, date]
    status: PlacementStatus = PlacementStatus.PROPOSED
    reference: UUID | None = None
    confirmed_on: date | None = None
    confirmed_by: UUID | None = None
    withdrawn_on: date | None = None
    withdrawal_reason: WithdrawalReason | None = None
    tutor_id: UUID | None = None
    """Somebody at the host, by the id the registry knows them by: their name is there alone."""
    follows: UUID | None = None
    """The place the pupil had before it in this period, which ended early or never began."""
    resumes_on: date | None = None
    own_dates: OwnDates | None = None
    the_end: PlacementEnd | None = None
    version: int = 1

    def state_on(self, day: date) -> PlacementStatus:
        """Where it stands on a day; what is stored says nothing of the calendar."""
        return state_on(self.status, starts_on=self.starts_on, ends_on=self.ends_on, day=day)

    @property
    def usual_days(self) -> tuple[date, date]:
        """The days it would be for if nobody had said otherwise."""
        first, last = self.period_days
        return max(first, self.resumes_on or first), last

    def follow(self, before: "Placement") -> None:
        """Come after a place that ended early or never began (suite).

        Who never came somewhere may be elsewhere on the day it was known; who left, on the day after.
        """
        if before.the_end is None:
            raise PlacementMoveRefused(WHAT_TO_DO[before.status])
        left = before.status is PlacementStatus.INTERRUPTED
        self.follows = before.id
        # That nobody came may be known once all is over.
        known = before.the_end.on if left else min(before.the_end.on, before.ends_on)
        self.resumes_on = known + timedelta(days=left)
        self.starts_on = max(self.starts_on, self.resumes_on)
        if self.starts_on > self.ends_on:  # the other one was for longer than the period
            self.ends_on = max(self.starts_on, before.ends_on)
            self.own_dates = OwnDates(self.starts_on, self.ends_on, before.the_end.reason)

    def confirm(self, on: date, *, reference: UUID, today: date, by: UUID | None = None) -> None:
        """Record that the host agreed on that day (accord de l'entreprise); `by` noted it.

        Who found another host after a rupture goes there from that day on, not from the day after it.
        Raises PlacementNotProposed, AgreementInTheFuture.
        """
        move = Move(on, today, self.ends_on)
        self.status = ask(self.state_on(today), PlacementAction.CONFIRM, move)
        self.confirmed_on, self.confirmed_by, self.reference = on, by, reference
        if self.resumes_on and self.own_dates is None and on > self.starts_on:
            self.resumes_on = self.starts_on = min(on, self.ends_on)
        self.version += 1

    def entrust(self, tutor_id: UUID | None, *, today: date) -> None:
        """Say who follows the pupil at the host (tuteur), or nobody. Raises PlacementMoveRefused."""
        ask(self.state_on(today), PlacementAction.ENTRUST, Move(today, today, self.ends_on))
        self.tutor_id = tutor_id
        self.version += 1

    def set_dates(
        self, starts_on: date, ends_on: date, reason: EndReason | None, *, today: date
    ) -> None:
        """Say which days somebody is really there (dates réelles); those of the period need no reason.

        Raises PlacementMoveRefused, OwnDatesInvalid, OwnDatesWithoutReason.
        """
        ask(self.state_on(today), PlacementAction.SET_DATES, Move(today, today, self.ends_on))
        if ends_on < starts_on:
            raise OwnDatesInvalid(field="ends_on")
        year = SchoolYear.of(self.starts_on)
        for name, day in (("starts_on", starts_on), ("ends_on", ends_on)):
            if SchoolYear.of(day) != year:
                said = f"Cette PFMP est celle de l’année scolaire {year}."
                raise OwnDatesInvalid(said, field=name)
        if (starts_on, ends_on) == self.usual_days:
            self.own_dates = None
        elif reason is None:
            raise OwnDatesWithoutReason(field="reason")
        else:
            self.own_dates = OwnDates(starts_on, ends_on, reason)
        self.starts_on, self.ends_on = starts_on, ends_on
        self.version += 1

    def withdraw(self, reason: WithdrawalReason, *, on: date) -> UUID | None:
        """Give the placement up (retrait). Returns the reference the department knows it by, if any.

        Raises PlacementAlreadyWithdrawn, PlacementBegun.
        """
        move = Move(on, on, self.ends_on, mistake=reason is WithdrawalReason.MISTAKE)
        self.status = ask(self.state_on(on), PlacementAction.WITHDRAW, move)
        self.withdrawn_on, self.withdrawal_reason = on, reason
        self.version += 1
        return self.reference

    def end(self, action: PlacementAction, end: PlacementEnd) -> UUID:
        """Record that it was interrupted, or never began. Returns the reference the department knows.

        Raises PlacementMoveRefused, EndInTheFuture, EndOnTheLastDay.
        """
        move = Move(end.on, local_date(end.recorded_at), self.ends_on)
        self.status, self.the_end = ask(self.state_on(end.on), action, move), end
        # A period that moves afterwards leaves what took place where it was.
        self.own_dates = self.own_dates or OwnDates(self.starts_on, self.ends_on, end.reason)
        self.version += 1
        return self._known_reference()

    def undo_end(self, *, reference: UUID, followed: bool, today: date) -> None:
        """Take the end back (annulation): the place stands as before, under a new reference.

        Raises PlacementMoveRefused, PlacementFollowed.
        """
        move = Move(today, today, self.ends_on, followed=followed)
        self.status = ask(self.status, PlacementAction.UNDO_END, move)
        self.the_end, self.reference = None, reference
        if self.own_dates and (self.starts_on, self.ends_on) == self.usual_days:
            self.own_dates = None
        self.version += 1

    def _known_reference(self) -> UUID:
        if self.reference is None:
            raise PlacementMoveRefused(WHAT_TO_DO[PlacementStatus.PROPOSED])
        return self.reference
