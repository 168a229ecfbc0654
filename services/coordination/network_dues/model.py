"""Where something that waits is, for one lycée or as a whole: pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from contracts.coordination.committees import DecisionState
from contracts.coordination.dues import NetworkDueStanding
from contracts.coordination.needs import NeedOutcome
from contracts.identifiers import Uai
from services.chassis.base.working_days import working_days_between
from services.coordination.decisions.model import Decision
from services.coordination.needs.model.assignment import Assignment, AssignmentStatus, current
from services.coordination.needs.model.need import Need
from services.coordination.needs.model.states import NeedStatus
from services.coordination.news.model.calendar import local_date
from services.coordination.support_requests.model import SupportRequest, SupportStatus

_S = NetworkDueStanding


@dataclass(frozen=True)
class Standing:
    """Where a thing that waits stands, as it is told."""

    standing: NetworkDueStanding
    since_on: date
    due_on: date | None = None
    working_days: int | None = None
    outcome: NeedOutcome | None = None
    escalated: bool = False


_OF_NEED: Mapping[NeedStatus, NetworkDueStanding] = {
    NeedStatus.RECEIVED: _S.WAITING,
    NeedStatus.QUALIFIED: _S.WAITING,
    NeedStatus.ROUTED: _S.WAITING,
    NeedStatus.TAKEN: _S.PROMISED,
    NeedStatus.ANSWERED: _S.DONE,
    NeedStatus.CLOSED: _S.DONE,
    NeedStatus.DISMISSED: _S.OVER,
}


def of_need(need: Need) -> Standing | None:
    """A need as a whole; None of one nobody confirmed, which is told to nobody."""
    standing = _OF_NEED.get(need.status)
    if standing is None or need.received_at is None:
        return None
    return Standing(
        standing,
        local_date(need.received_at),
        need.due_on,
        _days(need.received_at, need.taken_at),
        need.outcome if standing is _S.DONE else None,
        need.escalated_at is not None,
    )


def of_bureau(need: Need, held: Sequence[Assignment], lycee: Uai) -> Standing | None:
    """A need as one bureau has it; None where it never had it.

    It waits there while nobody took it: what another one took in charge is urgent nowhere.
    """
    own = [one for one in held if one.uai == lycee and one.actor_id is None]
    if not own or need.received_at is None:
        return None
    last = [*current(own), own[-1]][0]
    standing = _of_assignment(need, last)
    # Of a reopened need nobody promised anew: the day by which the company was to know.
    promised = last.promised_on or need.due_on
    due_on = promised if standing is _S.PROMISED else need.due_on
    days = _days(need.received_at, last.taken_at)
    outcome = last.outcome if standing is _S.DONE else None
    missed = _waited_there(need, last)
    return Standing(standing, local_date(last.asked_at), due_on, days, outcome, missed)


def _waited_there(need: Need, one: Assignment) -> bool:
    """Whether it waited at this bureau when nobody had taken it in time."""
    late = need.escalated_at
    if late is None or not one.standing or one.asked_at > late:
        return False
    return one.taken_at is None or one.taken_at > late


def _of_assignment(need: Need, one: Assignment) -> NetworkDueStanding:
    if not one.standing or need.status is NeedStatus.DISMISSED:
        return _S.OVER
    if one.status is AssignmentStatus.ANSWERED:
        return _S.OVER if one.outcome is NeedOutcome.NOT_FOR_US else _S.DONE
    if one.status is AssignmentStatus.TAKEN:
        return _S.PROMISED if need.status is NeedStatus.TAKEN else _S.DONE
    return _S.WAITING if need.status is NeedStatus.ROUTED else _S.OVER


_OF_REQUEST: Mapping[SupportStatus, NetworkDueStanding] = {
    SupportStatus.ASKED: _S.WAITING,
    SupportStatus.PROMISED: _S.PROMISED,
    SupportStatus.ANSWERED: _S.DONE,
    SupportStatus.WITHDRAWN: _S.OVER,
}


def of_request(request: SupportRequest) -> Standing:
    """A request for support, at the lycée that asked."""
    return Standing(
        _OF_REQUEST[request.status],
        local_date(request.asked_at),
        request.promised_on,
        _days(request.asked_at, request.answered_at),
    )


_OF_DECISION: Mapping[DecisionState, NetworkDueStanding] = {
    DecisionState.OPEN: _S.WAITING,
    DecisionState.DONE: _S.DONE,
    DecisionState.GIVEN_UP: _S.OVER,
}


def of_decision(decision: Decision, lycee: Uai) -> Standing:
    """A decision at the lycée that carries it out, or carried it out before another one."""
    own = decision.details.owner.uai == lycee
    standing = _OF_DECISION[decision.state] if own else _S.OVER
    return Standing(standing, decision.taken_on, decision.details.due_on)


def _days(start: datetime, end: datetime | None) -> int | None:
    return working_days_between(local_date(start), local_date(end)) if end else None
