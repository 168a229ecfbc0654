"""What the pages of committees and meetings are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.identifiers import SchoolYear, Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.committee_plans.model import PlanState
from services.coordination.committee_plans.store import PlanLines
from services.coordination.committees.model import Committee
from services.coordination.committees.queries import (
    CommitteeCard,
    Seat,
    count_members,
    read_committee,
)
from services.coordination.committees.store import Committees
from services.coordination.decisions.queries import (
    Followed,
    read_of_committee,
    read_of_meeting,
)
from services.coordination.meetings.model import Invite, Meeting
from services.coordination.meetings.store import Invites, Meetings
from services.coordination.news.model.calendar import local_date


@dataclass(frozen=True)
class Listed:
    """A committee in the list, with how many sit there and when it meets next."""

    committee: Committee
    members: int
    next: Meeting | None


@dataclass(frozen=True)
class CommitteePage:
    """A committee, its meetings to come and held, and what is still to be done."""

    card: CommitteeCard
    to_come: Sequence[Meeting]
    others: Sequence[Meeting]
    open_decisions: Sequence[Followed]
    planned: int
    """Actions of the framework of this school year."""
    done: int
    """Those of them that are done."""


@dataclass(frozen=True)
class MeetingPage:
    """A meeting as it is prepared, then as it was held."""

    meeting: Meeting
    committee: Committee
    seats: Sequence[Seat]
    """Who sits there now, and who sat there that day or came."""
    came: frozenset[UUID]
    invites: Sequence[Invite]
    taken: Sequence[Followed]
    before: Sequence[Followed]
    """What earlier meetings decided and is still to be done."""
    today: date

    @property
    def attended(self) -> int | None:
        """How many came; None while nobody noted it."""
        others = self.meeting.others
        return None if others is None else len(self.came) + others

    def convened(self, seat: Seat) -> str:
        """How far a member is convened to a meeting that is, in the words of its page."""
        member, address = seat.member, seat.member.address
        if address and address.returned:
            return "adresse en échec"
        if address and address.stopped:
            return "ne veut plus de courriels"
        if any(one.member_id == member.id and not one.to_bureau for one in self.invites):
            return "convoqué" if address else "sans adresse"
        if address:
            return "pas encore convoqué"
        lycee = member.organisation.lycee
        if lycee is None:
            return "sans adresse"
        return "bureau convoqué" if self._convened(lycee) else "bureau pas encore convoqué"

    @property
    def not_convened(self) -> Sequence[Seat]:
        """Who sits there, is written to or has a bureau that is, and was not convened."""
        themselves = {one.member_id for one in self.invites if not one.to_bureau}
        return [
            seat
            for seat in self.seats
            if seat.member.left_on is None
            and (
                (seat.member.address and seat.member.id not in themselves)
                or not self._convened(seat.member.organisation.lycee)
            )
        ]

    def _convened(self, lycee: Uai | None) -> bool:
        return lycee is None or any(one.lycee == lycee for one in self.invites)


async def read_list(uow: UnitOfWork, *, archived: bool = False) -> Sequence[Listed]:
    """The committees, by name."""
    counted = await count_members(uow)
    coming: dict[UUID, Meeting] = {}
    for one in await Meetings(uow).to_come(local_date(uow.now)):
        coming.setdefault(one.committee_id, one)
    return [
        Listed(one, counted.get(one.id, 0), coming.get(one.id))
        for one in await Committees(uow).all(archived=archived)
    ]


async def read_committee_page(uow: UnitOfWork, committee_id: UUID) -> CommitteePage:
    """One committee. Raises NotFound."""
    card = await read_committee(uow, committee_id)
    today = local_date(uow.now)
    all_meetings = await Meetings(uow).of(committee_id)
    coming = [one for one in all_meetings if one.may_be_planned and one.plan.on >= today]
    decisions = [
        one for one in await read_of_committee(uow, committee_id) if one.decision.settled_at is None
    ]
    others = [one for one in all_meetings if one not in coming]
    plan = await PlanLines(uow).of(committee_id, SchoolYear.of(today))
    done = sum(one.state is PlanState.DONE for one in plan)
    return CommitteePage(card, coming[::-1], others, decisions, len(plan), done)


async def read_meeting_page(uow: UnitOfWork, meeting_id: UUID) -> MeetingPage:
    """One meeting. Raises NotFound."""
    meeting = await Meetings(uow).get(meeting_id)
    card = await read_committee(uow, meeting.committee_id)
    came = await Meetings(uow).attended(meeting_id)
    gone = [
        seat
        for seat in card.left
        if seat.member.id in came or (seat.member.left_on or meeting.plan.on) > meeting.plan.on
    ]
    return MeetingPage(
        meeting,
        card.committee,
        [*card.seats, *gone],
        came,
        await Invites(uow).of(meeting_id),
        await read_of_meeting(uow, meeting_id),
        await read_of_committee(uow, meeting.committee_id, before=meeting),
        local_date(uow.now),
    )
