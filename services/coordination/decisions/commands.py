"""Commands of decisions: taken, corrected, done, given up, taken up again, and told once when late."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from contracts.coordination.committees import (
    CommitteeId,
    DecisionFollowedV1,
    DecisionId,
    DecisionMovedV1,
    DecisionState,
    DecisionStep,
    DecisionTakenV1,
    DecisionWithdrawnV1,
)
from contracts.coordination.dues import NetworkDueKind
from contracts.identifiers import Uai
from services.chassis.base.errors import Invalid
from services.chassis.unit_of_work.decisions import publish_decision
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actors.store import Actors
from services.coordination.base.dues import plan_statement
from services.coordination.committees.store import Committees
from services.coordination.decisions.model import (
    Decision,
    DecisionDetails,
    DecisionMove,
    DecisionMoved,
    MeetingCancelled,
    Owner,
)
from services.coordination.decisions.store import Decisions
from services.coordination.meetings.model import MeetingState
from services.coordination.meetings.store import Meetings
from services.coordination.news.model.calendar import PARIS, local_date
from services.coordination.news.store.news import Lycees

LATE_JOB = "tell_late_decisions"
IN_THE_MORNING = time(7)


async def take_decision(
    uow: UnitOfWork, *, meeting_id: UUID, details: DecisionDetails, now: datetime
) -> UUID:
    """Note a decision of a meeting (décision prise); the lycée that carries it out is told.

    Raises NotFound, Invalid, MeetingCancelled.
    """
    meeting = await Meetings(uow).get(meeting_id, for_update=True)
    if meeting.state is MeetingState.CANCELLED:
        raise MeetingCancelled
    await _expect_known(uow, details.owner)
    one = Decision(
        uow.new_id(),
        meeting.committee_id,
        meeting_id,
        details,
        taken_on=min(meeting.plan.on, local_date(now)),
    )
    await Decisions(uow).add(one)
    committee = await Committees(uow).get(meeting.committee_id)
    taken = DecisionTakenV1(
        decision_id=DecisionId(one.id),
        committee_id=CommitteeId(meeting.committee_id),
        kind=committee.details.kind,
        due_on=details.due_on,
        occurred_on=local_date(now),
    )
    uow.publish(taken, version=one.version)
    await _entrust(uow, one, now)
    return one.id


async def correct_decision(
    uow: UnitOfWork, *, decision_id: UUID, version: int, details: DecisionDetails, now: datetime
) -> None:
    """Correct what was decided, who carries it out, or by when; who is concerned is told.

    Raises NotFound, StaleVersion, DecisionMoved, Invalid.
    """
    before = await _locked(uow, decision_id, version)
    await _expect_known(uow, details.owner)
    one = before.corrected(details)
    await Decisions(uow).save(one)
    if details.owner != before.details.owner:
        _tell(uow, before, DecisionStep.CLOSED, now, version=one.version)
        await plan_statement(
            uow, NetworkDueKind.DECISION, one.id, one.version, lycee=before.details.owner.uai
        )
        await _entrust(uow, one, now)
    elif details.due_on != before.details.due_on:
        await _watch(uow, one)


async def finish_decision(
    uow: UnitOfWork, *, decision_id: UUID, version: int, now: datetime
) -> None:
    """Note that a decision is carried out (décision faite).

    Raises NotFound, StaleVersion, DecisionMoved.
    """
    await _move(uow, decision_id, version, DecisionMove.FINISH, now)


async def give_up_decision(
    uow: UnitOfWork, *, decision_id: UUID, version: int, now: datetime
) -> None:
    """Note that a decision will not be carried out (abandon).

    Raises NotFound, StaleVersion, DecisionMoved.
    """
    await _move(uow, decision_id, version, DecisionMove.GIVE_UP, now)


async def withdraw_decision(
    uow: UnitOfWork, *, decision_id: UUID, version: int, now: datetime
) -> UUID:
    """Take back that a decision was noted (décision retirée), and say of which meeting.

    Who was told of it hears that it is no more. Raises NotFound, StaleVersion, DecisionMoved.
    """
    await _move(uow, decision_id, version, DecisionMove.WITHDRAW, now)
    return (await Decisions(uow).get(decision_id)).meeting_id


async def reopen_decision(
    uow: UnitOfWork, *, decision_id: UUID, version: int, now: datetime
) -> None:
    """Take back that a decision is done, given up, or withdrawn. Raises NotFound, StaleVersion, DecisionMoved."""
    await _move(uow, decision_id, version, DecisionMove.REOPEN, now)


async def tell_late_decision(
    uow: UnitOfWork, *, decision_id: UUID, due_on: date, now: datetime
) -> None:
    """Tell a lycée, once for each due day, that what it carries out is late (décision en retard).

    Raises NotFound for one that is another lycée's by now.
    """
    one = await Decisions(uow).get(decision_id, for_update=True)
    told = one.late_told_for == due_on
    if told or one.details.due_on != due_on or not one.is_late(local_date(now)):
        return
    await Decisions(uow).note_told_late(decision_id, due_on)
    _tell(uow, one, DecisionStep.LATE, now, version=one.version)


async def _move(
    uow: UnitOfWork, decision_id: UUID, version: int, move: DecisionMove, now: datetime
) -> None:
    before = await _locked(uow, decision_id, version)
    if before.state is DecisionState.GIVEN_UP and not uow.scope.department_wide:
        raise DecisionMoved
    one = before.moved(move, now=now)
    await Decisions(uow).save(one)
    committee = await Committees(uow).get(one.committee_id)
    about, today = DecisionId(one.id), local_date(now)
    where = CommitteeId(one.committee_id)
    kind = committee.details.kind
    told: DecisionMovedV1 | DecisionWithdrawnV1
    if one.withdrawn_at is not None:
        told = DecisionWithdrawnV1(
            decision_id=about, committee_id=where, kind=kind, occurred_on=today
        )
    else:
        told = DecisionMovedV1(
            decision_id=about,
            committee_id=where,
            kind=kind,
            state=one.state,
            occurred_on=today,
        )
    by_department = uow.scope.department_wide
    uow.publish(told, version=one.version, uai=None if by_department else one.details.owner.uai)
    _tell(uow, one, _step(one.state, by_department=by_department), now, version=one.version)
    if one.state is DecisionState.OPEN:
        await _watch(uow, one)


def _step(state: DecisionState, *, by_department: bool) -> DecisionStep:
    if state is DecisionState.OPEN:
        return DecisionStep.REOPENED
    done = state is DecisionState.DONE
    return DecisionStep.REPORTED_DONE if done and not by_department else DecisionStep.CLOSED


async def _entrust(uow: UnitOfWork, one: Decision, now: datetime) -> None:
    _tell(uow, one, DecisionStep.ENTRUSTED, now, version=one.version)
    await _watch(uow, one)


async def _watch(uow: UnitOfWork, one: Decision) -> None:
    """Have its lycée be told the morning after its due day, if it is not done by then."""
    lycee, due = one.details.owner.uai, one.details.due_on
    if due is None or lycee == uow.department_uai:
        return
    due_at = datetime.combine(due + timedelta(days=1), IN_THE_MORNING, tzinfo=PARIS)
    key = f"{one.id}:{due.isoformat()}:{one.version}"
    await uow.schedule(LATE_JOB, key=key, due_at=due_at, uai=lycee)


def _tell(
    uow: UnitOfWork, one: Decision, step: DecisionStep, now: datetime, *, version: int
) -> None:
    """For the bureau of its lycée; the DSDEN has none to tell."""
    lycee: Uai = one.details.owner.uai
    if lycee == uow.department_uai:
        return
    followed = DecisionFollowedV1(
        decision_id=DecisionId(one.id), step=step, occurred_on=local_date(now)
    )
    publish_decision(uow, followed, lycee=lycee, version=version)


async def _locked(uow: UnitOfWork, decision_id: UUID, version: int) -> Decision:
    one = await Decisions(uow).get(decision_id, for_update=True)
    one.expect(version)
    return one


async def _expect_known(uow: UnitOfWork, owner: Owner) -> None:
    """Raises Invalid for a lycée nobody knows, NotFound for such an actor."""
    if owner.actor_id:
        await Actors(uow).get(owner.actor_id)
    if owner.uai not in await Lycees(uow).names():
        raise Invalid("Ce lycée ne participe pas au réseau.", field="lycee")
