"""A committee, who sits there, its meetings and what it decides, as the tests speak of them."""

from collections.abc import Collection
from datetime import date, time, timedelta
from uuid import UUID

from contracts.coordination.avenir import AvenirAxis
from contracts.coordination.committees import CommitteeKind
from contracts.identifiers import SchoolYear, Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.committee_plans.commands import add_plan_line
from services.coordination.committee_plans.model import PlanText
from services.coordination.committees.commands import add_committee, seat_member, sign_charter
from services.coordination.committees.model import (
    Committee,
    CommitteeDetails,
    Member,
    MemberDetails,
    MemberFunction,
    Organisation,
)
from services.coordination.committees.store import Committees, Members
from services.coordination.decisions.commands import take_decision
from services.coordination.decisions.model import Decision, DecisionDetails, Owner
from services.coordination.decisions.store import Decisions
from services.coordination.meetings.commands import convene_meeting, hold_meeting, plan_meeting
from services.coordination.meetings.model import Invite, Meeting, MeetingPlan
from services.coordination.meetings.store import Invites, Meetings
from services.coordination.news.model.calendar import local_date
from tests.coordination.world import Somebody
from tests.support.network import ELSEWHERE, HERE

NAMES = {HERE: "Lycée Bourdelle", ELSEWHERE: "Lycée des Peupliers"}


def within_the_year(today: date, days: int) -> date:
    """So many days from today, or as many as the school year of today has."""
    year = SchoolYear.of(today)
    return min(max(today + timedelta(days=days), year.first_day), year.last_day)


async def a_committee(
    supervisor: Somebody,
    name: str = "CLEE de la Lomagne",
    kind: CommitteeKind = CommitteeKind.CLEE,
) -> UUID:
    """A committee, of lycées whose names are known."""
    await supervisor.knows(NAMES)
    return await supervisor.do(add_committee, details=CommitteeDetails(kind, name, "La Lomagne"))


async def a_seat(
    supervisor: Somebody,
    committee_id: UUID,
    *,
    lycee: Uai | None = None,
    name: str | None = "Menuiserie Delbosc",
    function: MemberFunction = MemberFunction.MEMBER,
    person: str | None = "Ghislaine Canarival",
    mail: str | None = None,
) -> Member:
    """A member; of a lycée where one is said."""
    organisation = Organisation(lycee=lycee) if lycee else Organisation(name=name)
    details = MemberDetails(organisation, function, person, mail)
    member_id = await supervisor.do(
        seat_member, committee_id=committee_id, details=details, now=supervisor.later()
    )
    return await member_seen(supervisor, member_id)


async def signs(supervisor: Somebody, committee_id: UUID, label: str = "2026") -> UUID:
    """A charter that was signed."""
    return await supervisor.do(
        sign_charter,
        committee_id=committee_id,
        label=label,
        signed_on=local_date(supervisor.now),
        now=supervisor.later(),
    )


async def a_meeting(
    supervisor: Somebody, committee_id: UUID, *, on: date, agenda: str | None = "Le forum."
) -> UUID:
    """A meeting that is planned."""
    plan = MeetingPlan(on, time(14, 0), time(16, 0), "Salle Ingres")
    return await supervisor.do(plan_meeting, committee_id=committee_id, plan=plan, agenda=agenda)


async def convenes(supervisor: Somebody, meeting_id: UUID) -> int:
    """The meeting is convened: to how many readers."""
    version = (await meeting_seen(supervisor, meeting_id)).version
    return await supervisor.do(
        convene_meeting, meeting_id=meeting_id, version=version, now=supervisor.later()
    )


async def holds(
    supervisor: Somebody,
    meeting_id: UUID,
    came: Collection[UUID] = (),
    others: int = 0,
    decisions: int = 0,
) -> None:
    """The meeting took place."""
    version = (await meeting_seen(supervisor, meeting_id)).version
    await supervisor.do(
        hold_meeting,
        meeting_id=meeting_id,
        version=version,
        came=came,
        others=others,
        decisions=decisions,
        now=supervisor.later(),
    )


async def decides(
    supervisor: Somebody,
    meeting_id: UUID,
    uai: Uai,
    *,
    text: str = "Préparer le forum des métiers",
    in_days: int | None = 10,
) -> UUID:
    """A decision, carried out by a lycée or the DSDEN."""
    due = local_date(supervisor.now) + timedelta(days=in_days) if in_days is not None else None
    details = DecisionDetails(text, Owner(uai), due)
    return await supervisor.do(
        take_decision, meeting_id=meeting_id, details=details, now=supervisor.later()
    )


async def plans(
    supervisor: Somebody,
    committee_id: UUID,
    text: str = "Ouvrir six ateliers aux collégiens",
    *,
    axis: AvenirAxis = AvenirAxis.DISCOVERY,
    year: SchoolYear | None = None,
    in_days: int | None = None,
) -> UUID:
    """An action of the framework of a year, this one if none is said."""
    today = local_date(supervisor.now)
    due = today + timedelta(days=in_days) if in_days is not None else None
    return await supervisor.do(
        add_plan_line,
        committee_id=committee_id,
        year=year or SchoolYear.of(today),
        said=PlanText(axis, text, None, due),
        now=supervisor.later(),
    )


async def committee_seen(who: Somebody, committee_id: UUID) -> Committee:
    async def find(uow: UnitOfWork) -> Committee:
        return await Committees(uow).get(committee_id)

    return await who.do(find)


async def member_seen(who: Somebody, member_id: UUID) -> Member:
    async def find(uow: UnitOfWork) -> Member:
        return await Members(uow).get(member_id)

    return await who.do(find)


async def meeting_seen(who: Somebody, meeting_id: UUID) -> Meeting:
    async def find(uow: UnitOfWork) -> Meeting:
        return await Meetings(uow).get(meeting_id)

    return await who.do(find)


async def invites_of(who: Somebody, meeting_id: UUID) -> list[Invite]:
    async def find(uow: UnitOfWork) -> list[Invite]:
        return list(await Invites(uow).of(meeting_id))

    return await who.do(find)


async def decision_seen(who: Somebody, decision_id: UUID) -> Decision:
    async def find(uow: UnitOfWork) -> Decision:
        return await Decisions(uow).get(decision_id)

    return await who.do(find)
