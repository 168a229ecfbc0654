"""What waits in the network, counted: of a lycée or of the department, in a school year or now. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from contracts.coordination.dues import NetworkDueKind, NetworkDueStanding
from services.supervision.base.figures import Count, Untold

IN_TIME = 5
"""Working days within which somebody takes a need in charge, as the network promises companies."""
_S = NetworkDueStanding


@dataclass(frozen=True)
class Tally:
    """How many are alike: of one lycée, kind and standing. `of_year`: they came in the school year that is asked."""

    uai: str
    kind: NetworkDueKind
    standing: NetworkDueStanding
    working_days: int | None
    outcome: str | None
    escalated: bool
    late: bool
    of_year: bool
    many: int


@dataclass(frozen=True)
class DueFacts:
    """What was told of needs and requests of a school year; `Untold.UNTOLD`: nothing ever was, which is no zero."""

    needs: Count = Untold.UNTOLD
    taken_in_time: int = 0
    to_judge: int = 0
    """Needs somebody took in charge, and those nobody took before their day."""
    outcomes: Mapping[str, int] = field(default_factory=dict)
    """Answers, by what came of the need."""
    escalated: int = 0
    requests: Count = Untold.UNTOLD
    answered_within: int | None = None
    """The median of the working days an answer took, rounded up; None while nothing was answered."""


@dataclass(frozen=True)
class Waiting:
    """What waits at a lycée now: how many, and how many of them beyond their day."""

    needs: int = 0
    needs_late: int = 0
    promises_passed: int = 0
    """Needs it promised a company an answer to, for a day that is past."""
    requests: int = 0
    requests_late: int = 0
    decisions_late: int = 0
    campaigns_behind: int = 0
    """Campaigns it is well under an even pace in."""


NOTHING_WAITS = Waiting()


def facts_by_lycee(tallies: Iterable[Tally], department: str) -> Mapping[str, DueFacts]:
    """By UAI; under the DSDEN’s the department: needs as a whole, and the requests of all lycées."""
    needs: dict[str, list[Tally]] = {}
    requests: dict[str, list[Tally]] = {}
    for one in tallies:
        if one.kind is NetworkDueKind.NEED:
            needs.setdefault(one.uai, []).append(one)
        elif one.kind is NetworkDueKind.SUPPORT:
            for uai in (one.uai, department):
                requests.setdefault(uai, []).append(one)
    return {uai: _facts(needs.get(uai), requests.get(uai)) for uai in needs.keys() | requests}


def _facts(needs: Sequence[Tally] | None, requests: Sequence[Tally] | None) -> DueFacts:
    of_year = [one for one in needs or () if one.of_year and one.standing is not _S.OVER]
    asked = [one for one in requests or () if one.of_year and one.standing is not _S.OVER]
    taken = [one for one in of_year if one.working_days is not None]
    missed = [one for one in of_year if one.working_days is None and _missed(one)]
    outcomes: Counter[str] = Counter()
    for one in of_year:
        if one.outcome is not None:
            outcomes[one.outcome] += one.many
    return DueFacts(
        needs=Untold.UNTOLD if needs is None else _many(of_year),
        taken_in_time=_many(one for one in taken if (one.working_days or 0) <= IN_TIME),
        to_judge=_many(taken) + _many(missed),
        outcomes=outcomes,
        escalated=_many(one for one in of_year if one.escalated),
        requests=Untold.UNTOLD if requests is None else _many(asked),
        answered_within=_median(asked),
    )


def _missed(one: Tally) -> bool:
    return one.standing is _S.WAITING and one.late


def _many(tallies: Iterable[Tally]) -> int:
    return sum(one.many for one in tallies)


def _median(asked: Iterable[Tally]) -> int | None:
    """The median; of even many the upper one of the two in the middle: a delay is not said shorter than it was."""
    answered = [one for one in asked if one.standing is _S.DONE]
    days = sorted(
        one.working_days
        for one in answered
        for _ in range(one.many)
        if one.working_days is not None
    )
    return days[len(days) // 2] if days else None


@dataclass(frozen=True)
class Due:
    """Something that waits at a lycée."""

    uai: str
    kind: NetworkDueKind
    standing: NetworkDueStanding
    due_on: date | None


def waiting_by_lycee(dues: Iterable[Due], today: date) -> Mapping[str, Waiting]:
    """What waits at each lycée, by UAI; a lycée where nothing does is not there."""
    found: dict[str, Counter[str]] = {}
    for one in dues:
        late = one.due_on is not None and one.due_on < today
        counts = found.setdefault(one.uai, Counter())
        if one.kind is NetworkDueKind.NEED and one.standing is _S.WAITING:
            counts.update(needs=1, needs_late=int(late))
        elif one.kind is NetworkDueKind.NEED and late:
            counts.update(promises_passed=1)
        elif one.kind is NetworkDueKind.SUPPORT:
            counts.update(requests=1, requests_late=int(late))
        elif one.kind is NetworkDueKind.DECISION and late:
            counts.update(decisions_late=1)
    return {uai: Waiting(**counts) for uai, counts in found.items() if any(counts.values())}
