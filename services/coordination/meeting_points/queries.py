"""What a meeting may speak of, counted from what the network knows, in the scope of the department."""

from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime, time

from sqlalchemy import func, select

from contracts.coordination.offer_files import OfferState
from contracts.identifiers import SchoolYear
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import date_fr, plural
from services.coordination.campaigns.queries import read_open as read_campaigns
from services.coordination.committee_plans.model import PlanState
from services.coordination.committee_plans.store import PlanLines
from services.coordination.committees.model import Committee
from services.coordination.decisions.queries import read_of_committee
from services.coordination.good_practices.tables import good_practices
from services.coordination.meeting_points.model import Point, Topic, spoken_of
from services.coordination.meetings.model import Meeting, MeetingState
from services.coordination.meetings.store import Meetings
from services.coordination.need_balances.queries import read_balance
from services.coordination.news.model.calendar import PARIS, local_date
from services.coordination.offer_calendar.queries import read_next
from services.coordination.offer_files.queries import count_states
from services.coordination.support_requests.queries import read_open as read_support
from services.coordination.training_signals.model import SignalStatus
from services.coordination.training_signals.tables import training_signals

P, S = good_practices.c, training_signals.c
IN_THE_MAKING = (
    OfferState.PROPOSAL,
    OfferState.INCOMPLETE,
    OfferState.COMPLETE,
    OfferState.PROJECT,
    OfferState.READY,
)


async def read_last_held(uow: UnitOfWork, meeting: Meeting) -> date | None:
    """The day of the last meeting of the committee before this one that was held."""
    return max(
        (
            one.plan.on
            for one in await Meetings(uow).of(meeting.committee_id)
            if one.state is MeetingState.HELD and one.plan.on < meeting.plan.on
        ),
        default=None,
    )


async def read_points(
    uow: UnitOfWork, committee: Committee, meeting: Meeting, since: date | None
) -> Sequence[Point]:
    """The points a meeting may speak of; what nobody told of is none. `since`: the last one held."""
    found = [point async for point in _points(uow, committee, meeting, since)]
    return [one for one in found if spoken_of(one.topic, committee.details.kind)]


async def _points(
    uow: UnitOfWork, committee: Committee, meeting: Meeting, since: date | None
) -> AsyncIterator[Point]:
    for read in (_decisions, _plan):
        if point := await read(uow, committee, meeting):
            yield point
    for asked in (_needs, _support, _campaigns, _offer):
        if point := await asked(uow):
            yield point
    begins = since or SchoolYear.of(local_date(uow.now)).first_day
    said = f"depuis le {date_fr(begins, weekday=False)}"
    if point := await _signals(uow, begins, said):
        yield point
    if point := await _practices(uow, begins, said):
        yield point


async def _decisions(uow: UnitOfWork, committee: Committee, meeting: Meeting) -> Point | None:
    open_ones = await read_of_committee(uow, committee.id, before=meeting)
    late = sum(one.late for one in open_ones)
    if not open_ones:
        return None
    said = f"Suites des réunions précédentes\u00a0: {plural(len(open_ones), 'décision')} à faire"
    return Point(
        Topic.DECISIONS, said + (f", dont {late} en retard" if late else ""), "/comites/decisions"
    )


async def _plan(uow: UnitOfWork, committee: Committee, meeting: Meeting) -> Point | None:
    today = local_date(uow.now)
    lines = await PlanLines(uow).of(committee.id, SchoolYear.of(meeting.plan.on))
    if not lines:
        return None
    done = sum(one.state is PlanState.DONE for one in lines)
    late = sum(one.is_late(today) for one in lines)
    said = (
        f"Cadre d’actions\u00a0: {done} sur {plural(len(lines), 'action faite', 'actions faites')}"
    )
    return Point(
        Topic.PLAN,
        said + (f", {late} en retard" if late else ""),
        f"/comites/{committee.id}/cadre?annee={SchoolYear.of(meeting.plan.on)}",
    )


async def _needs(uow: UnitOfWork) -> Point | None:
    counted = await read_balance(uow, SchoolYear.of(local_date(uow.now)))
    if not counted.received:
        return None
    said = f"Besoins d’entreprises\u00a0: {plural(counted.received, 'reçu')} cette année"
    if counted.waiting:
        said += f", dont {plural(counted.waiting, 'encore ouvert', 'encore ouverts')}"
    return Point(Topic.NEEDS, said, "/besoins")


async def _support(uow: UnitOfWork) -> Point | None:
    waiting = await read_support(uow)
    if not waiting:
        return None
    return Point(
        Topic.SUPPORT,
        f"Demandes d’appui\u00a0: {plural(len(waiting), 'en cours', 'en cours')}",
        "/appuis",
    )


async def _campaigns(uow: UnitOfWork) -> Point | None:
    running = await read_campaigns(uow)
    if not running:
        return None
    named = ", ".join(
        f"{one.details.title} (jusqu’au {date_fr(one.details.until_on, weekday=False)})"
        for one in running
    )
    return Point(Topic.CAMPAIGNS, f"Campagnes en cours\u00a0: {named}", "/campagnes")


async def _offer(uow: UnitOfWork) -> Point | None:
    states = await count_states(uow)
    files = sum(states.get(one, 0) for one in IN_THE_MAKING)
    if not files:
        return None
    said = f"Offre de formation\u00a0: {plural(files, 'dossier en cours', 'dossiers en cours')}"
    if coming := await read_next(uow):
        said += f", prochaine instance le {date_fr(coming[0].on, weekday=False)}"
    return Point(Topic.OFFER, said, "/offre")


async def _signals(uow: UnitOfWork, since: date, said: str) -> Point | None:
    statement = select(func.count()).where(
        S.told_on >= since, S.status != SignalStatus.WITHDRAWN.value
    )
    many = (await uow.execute(statement)).scalar_one()
    if not many:
        return None
    line = f"Besoins en compétences\u00a0: {plural(many, 'signal', 'signaux')} {said}"
    return Point(Topic.SIGNALS, line, "/signaux")


async def _practices(uow: UnitOfWork, since: date, said: str) -> Point | None:
    begins = datetime.combine(since, time(), tzinfo=PARIS)
    statement = select(func.count()).where(P.shared_at >= begins, P.withdrawn_at.is_(None))
    many = (await uow.execute(statement)).scalar_one()
    if not many:
        return None
    line = f"Bonnes pratiques\u00a0: {plural(many, 'partagée', 'partagées')} {said}"
    return Point(Topic.PRACTICES, line, "/pratiques")
