"""A year of a committee as it is read: who sat there, when it met, what it decided and what became of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from contracts.coordination.committees import DecisionState
from contracts.identifiers import SchoolYear, Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.committee_plans.queries import OfAxis, read_plan
from services.coordination.committee_plans.store import PlanLines
from services.coordination.committee_years.model import YearWords
from services.coordination.committee_years.store import AllYearWords
from services.coordination.committees.model import Charter, Committee, MemberFunction
from services.coordination.committees.queries import Seat, read_committee
from services.coordination.decisions.queries import Followed, read_of_committee
from services.coordination.meetings.model import Meeting, MeetingState
from services.coordination.meetings.store import Meetings
from services.coordination.meetings.tables import meeting_attendance, meetings
from services.coordination.news.model.calendar import local_date

A = meeting_attendance.c


@dataclass(frozen=True)
class YearMeeting:
    """A meeting of the year: how many members came, of how many who sat there that day or came."""

    meeting: Meeting
    came: int
    seats: int
    decided: int

    @property
    def attended(self) -> int | None:
        """How many came, with those who do not sit there; None where nobody noted it."""
        others = self.meeting.others
        held = self.meeting.state is MeetingState.HELD
        return self.came + others if held and others is not None else None


@dataclass(frozen=True)
class YearSeat:
    """An organisation that sat there: no person is named in what is sent."""

    organisation: str
    function: MemberFunction
    joined_on: date | None
    left_on: date | None


@dataclass(frozen=True)
class CommitteeYear:
    """A committee in a school year, as far as it is known on a day."""

    committee: Committee
    year: SchoolYear
    until: date
    """The last day that is told of: of the year, or today while it runs."""
    begun: bool
    """Whether its first day has come."""
    seats: Sequence[YearSeat]
    charter: Charter | None
    meetings: Sequence[YearMeeting]
    taken: Sequence[Followed]
    """Decisions of the year."""
    earlier: Sequence[Followed]
    """Decisions of the years before, still to be done."""
    axes: Sequence[OfAxis]
    words: YearWords | None

    @property
    def running(self) -> bool:
        """Whether the year is not over."""
        return self.begun and self.until < self.year.last_day

    @property
    def held(self) -> Sequence[YearMeeting]:
        """The meetings that took place."""
        return [one for one in self.meetings if one.meeting.state is MeetingState.HELD]

    @property
    def sitting(self) -> Sequence[YearSeat]:
        """Who sat there on the last day."""
        return [one for one in self.seats if one.left_on is None or one.left_on > self.until]

    @property
    def arrived(self) -> int:
        """How many took a seat in the year."""
        first = self.year.first_day
        return sum(one.joined_on is not None and one.joined_on >= first for one in self.seats)

    @property
    def left(self) -> int:
        """How many gave their seat up in the year."""
        return len(self.seats) - len(self.sitting)

    def decided(self, state: DecisionState) -> int:
        """How many decisions of the year are in a state today."""
        return sum(one.decision.state is state for one in self.taken)

    @property
    def late(self) -> int:
        """How many decisions are late today, of the year or before."""
        return sum(one.late for one in (*self.taken, *self.earlier))

    @property
    def planned(self) -> int:
        """How many actions the framework of the year holds."""
        return sum(len(one.lines) for one in self.axes)

    @property
    def done(self) -> int:
        """How many of them are done."""
        return sum(one.done for one in self.axes)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known of the committee in that year but who sat there."""
        return not (self.meetings or self.taken or self.planned)


async def read_year(uow: UnitOfWork, committee_id: UUID, year: SchoolYear) -> CommitteeYear:
    """A committee in a school year, until its end or today. Raises NotFound."""
    card = await read_committee(uow, committee_id)
    until = max(min(local_date(uow.now), year.last_day), year.first_day)
    seats = [*card.seats, *card.left]
    decisions = await read_of_committee(uow, committee_id)
    taken = [one for one in decisions if SchoolYear.of(one.decision.taken_on) == year]
    came = await _came(uow, committee_id)
    met = [
        one for one in await Meetings(uow).of(committee_id) if SchoolYear.of(one.plan.on) == year
    ]
    signed = [
        one for one in card.charters if one.withdrawn_at is None and one.signed_on <= year.last_day
    ]
    return CommitteeYear(
        card.committee,
        year,
        until,
        begun=local_date(uow.now) >= year.first_day,
        seats=[_seat(one) for one in seats if _sat(one, year.first_day, until)],
        charter=max(signed, key=lambda one: one.signed_on, default=None),
        meetings=[_meeting(one, seats, came.get(one.id, ()), taken) for one in reversed(met)],
        taken=sorted(taken, key=lambda one: (one.decision.taken_on, one.decision.id)),
        earlier=[
            one
            for one in decisions
            if one.decision.state is DecisionState.OPEN and one.decision.taken_on < year.first_day
        ],
        axes=await read_plan(uow, committee_id, year),
        words=await AllYearWords(uow).find(committee_id, year),
    )


async def lycees_of(uow: UnitOfWork, committee_id: UUID, year: SchoolYear) -> Collection[Uai]:
    """The lycées that sat there in a school year. Raises NotFound."""
    card = await read_committee(uow, committee_id)
    seats = [one for one in (*card.seats, *card.left) if _sat(one, year.first_day, year.last_day)]
    found = [one.member.organisation.lycee for one in seats]
    return {uai for uai in found if uai is not None}


def _meeting(
    one: Meeting, seats: Sequence[Seat], came: Collection[UUID], taken: Sequence[Followed]
) -> YearMeeting:
    day = one.plan.on
    return YearMeeting(
        one,
        len(came),
        sum(_sat(seat, day, day) or seat.member.id in came for seat in seats),
        sum(of.decision.meeting_id == one.id for of in taken),
    )


async def years_of(uow: UnitOfWork, committee_id: UUID, year: SchoolYear) -> list[SchoolYear]:
    """The years there is something to tell of, with the running one and the one shown; newest first."""
    met = {SchoolYear.of(one.plan.on) for one in await Meetings(uow).of(committee_id)}
    current = SchoolYear.of(local_date(uow.now))
    told = {*await PlanLines(uow).years(committee_id), *await AllYearWords(uow).years(committee_id)}
    return sorted({one for one in {*met, *told} if one <= current} | {year, current}, reverse=True)


async def _came(uow: UnitOfWork, committee_id: UUID) -> Mapping[UUID, Collection[UUID]]:
    """Which members came to each meeting; a seat noted since may be of somebody who was there."""
    statement = (
        select(A.meeting_id, A.member_id)
        .join(meetings, meetings.c.meeting_id == A.meeting_id)
        .where(meetings.c.committee_id == committee_id)
    )
    found: dict[UUID, set[UUID]] = {}
    for row in await uow.execute(statement):
        found.setdefault(row.meeting_id, set()).add(row.member_id)
    return found


def _sat(seat: Seat, first: date, last: date) -> bool:
    """Whether somebody sat there on one of these days."""
    joined, left = seat.member.joined_on, seat.member.left_on
    return (joined is None or joined <= last) and (left is None or left > first)


def _seat(seat: Seat) -> YearSeat:
    one = seat.member
    return YearSeat(seat.organisation, one.function, one.joined_on, one.left_on)
