"""The balance of a school year: counted from the needs that were received, those set apart left out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from contracts.coordination.needs import NeedKind, NeedOutcome
from services.chassis.base.working_days import working_days_between
from services.coordination.needs.model.assignment import Assignment, AssignmentStatus
from services.coordination.needs.model.need import DAYS_TO_TAKE, Need
from services.coordination.needs.model.states import OPEN, NeedStatus
from services.coordination.news.model.calendar import local_date


@dataclass(frozen=True)
class Share:
    """So many of so many; nothing to say while there are none."""

    part: int
    whole: int


@dataclass(frozen=True)
class BureauBalance:
    """What one bureau was passed on, and what it did; `median_days` None: it took none yet."""

    uai: str
    passed_on: int
    taken: int
    answered: int
    not_for_us: int
    median_days: float | None


@dataclass(frozen=True)
class NeedBalance:
    """The figures of a school year."""

    received: int
    by_kind: Mapping[NeedKind, int]
    in_time: Share
    """Taken in charge within five working days, of those that were or whose days are over."""
    outcomes: Mapping[NeedOutcome, int]
    withdrawn: int
    waiting: int
    escalated: int
    bureaux: Sequence[BureauBalance]


def balance(
    needs: Sequence[Need], held: Sequence[Assignment], today: date, kinds: Mapping[object, NeedKind]
) -> NeedBalance:
    """What came of these needs; `kinds` says what each asks, also of one whose text is erased."""
    counted = [one for one in needs if one.status is not NeedStatus.DISMISSED]
    ids = {one.id for one in counted}
    outcomes = Counter(one.outcome for one in counted if one.outcome)
    judged = [one for one in counted if _is_judged(one, today)]
    return NeedBalance(
        received=len(counted),
        by_kind=Counter(kinds[one.id] for one in counted),
        in_time=Share(sum(map(_in_time, judged)), len(judged)),
        outcomes=outcomes,
        withdrawn=sum(one.status is NeedStatus.CLOSED and one.outcome is None for one in counted),
        waiting=sum(one.status in OPEN for one in counted),
        escalated=sum(one.escalated_at is not None for one in counted),
        bureaux=_bureaux([one for one in held if one.need_id in ids]),
    )


def _days(one: Need) -> int | None:
    if one.taken_at is None or one.received_at is None:
        return None
    return working_days_between(local_date(one.received_at), local_date(one.taken_at))


def _in_time(one: Need) -> bool:
    days = _days(one)
    return days is not None and days <= DAYS_TO_TAKE


def _is_judged(one: Need, today: date) -> bool:
    """Whether it is known if somebody took it in time: not of what still may be, or was withdrawn before."""
    if one.taken_at is not None:
        return True
    until = today if one.status in OPEN else local_date(one.changed_at)
    return one.due_on is not None and until > one.due_on


def _bureaux(held: Sequence[Assignment]) -> Sequence[BureauBalance]:
    by_bureau: dict[str, list[Assignment]] = {}
    for one in held:
        if one.actor_id is None and one.standing:
            by_bureau.setdefault(one.uai, []).append(one)
    return [_bureau(uai, by_bureau[uai]) for uai in sorted(by_bureau)]


def _bureau(uai: str, held: Sequence[Assignment]) -> BureauBalance:
    refused = [one for one in held if one.outcome is NeedOutcome.NOT_FOR_US]
    taken = [one for one in held if one.taken_at and one not in refused]
    days = [
        working_days_between(local_date(one.asked_at), local_date(one.taken_at))
        for one in taken
        if one.taken_at
    ]
    answered = [one for one in held if one.status is AssignmentStatus.ANSWERED]
    return BureauBalance(
        uai=uai,
        passed_on=len(held),
        taken=len(taken),
        answered=len(answered) - len(refused),
        not_for_us=len(refused),
        median_days=median(days) if days else None,
    )
