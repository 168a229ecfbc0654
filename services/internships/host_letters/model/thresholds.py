"""When a host is written to: on working mornings, once for each threshold and the day it counts to."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from contracts.internships.host_letters import HostLetterKind
from services.chassis.base.working_days import (
    next_working_day,
    worked_by,
    worked_from,
    working_days_after,
    working_days_before,
)
from services.internships.host_letters.model.hosted_stay import StayAtHost

AFTER_ISSUE = (1, 3, 7)
"""Working days after an agreement was issued: the first says that it is ready, the others remind."""
BEFORE_FIRST = 2
"""Working days before the first day of a stay whose agreement is not signed yet."""
ARRIVES_BEFORE = timedelta(days=3)
AFTER_LAST = (0, 2, 5)
"""Days after the last one of a stay, until its attestation is noted."""
THANKS_AFTER = timedelta(days=3)
LATEST_REMINDER = timedelta(days=14)
"""What was to be said of an agreement before that is not said any more: nobody looked for so long."""
LOOKED_BACK = timedelta(days=45)
"""No stay that ended before that is written about today, a month without a morning included."""
_A_DAY = timedelta(days=1)
_K = HostLetterKind


@dataclass(frozen=True)
class ToldLetter:
    """A letter about a stay that was asked for; `told_on` is the morning it was."""

    kind: HostLetterKind
    threshold: int
    counted_to: date
    told_on: date


@dataclass(frozen=True)
class DueLetter:
    """A letter that is to be written about a stay; `reminder` counts those that went before."""

    kind: HostLetterKind
    threshold: int
    counted_to: date
    reminder: int = 0


def due_on(
    stay: StayAtHost, told: Collection[ToldLetter], *, since: date, today: date
) -> Sequence[DueLetter]:
    """What the host is to be written today, a working day; of each kind one letter at most.

    `since`: the first morning nobody looked yet. What is about a day that passed is made up for
    from then on alone, what lies ahead whenever it comes to be known.
    """
    found = (
        _agreement(stay, _of(_K.AGREEMENT_READY, told), today),
        _arrival(stay, _of(_K.PUPIL_ARRIVES, told), today),
        _attestation(stay, _of(_K.ATTESTATION_DUE, told), since, today),
        _thanks(stay, _of(_K.STAY_THANKS, told), since, today),
    )
    return [one for one in found if one and stay.is_told(one.kind, today)]


def _agreement(stay: StayAtHost, told: Sequence[ToldLetter], today: date) -> DueLetter | None:
    found = signature_due(stay.issued_on, stay.first_on, told, today=today)
    return DueLetter(_K.AGREEMENT_READY, *found) if found else None


class ToldOnce(Protocol):
    """A letter that was asked for, of whatever sort."""

    @property
    def threshold(self) -> int: ...

    @property
    def counted_to(self) -> date: ...

    @property
    def told_on(self) -> date: ...


def signature_due(
    issued: date | None, first: date, told: Collection[ToldOnce], *, today: date
) -> tuple[int, date, int] | None:
    """The last threshold that was reached: what was missed before it is not told.

    The threshold, the day it counts to, and how many letters went before; `told` is of that kind alone.
    """
    if issued is None:
        return None
    reached = [
        (day, threshold, counted_to)
        for day, threshold, counted_to in _of_agreement(issued, first, today)
        if day <= today and today - day <= LATEST_REMINDER
    ]
    if not reached:
        return None
    _, threshold, counted_to = max(reached)
    before = [one for one in told if one.told_on > issued]
    if _is_among(threshold, counted_to, told):
        return None
    # Never on two mornings in a row.
    if any(next_working_day(one.told_on) >= today for one in before):
        return None
    return threshold, counted_to, len(before)


def _of_agreement(issued: date, first: date, today: date) -> Iterator[tuple[date, int, date]]:
    for days in AFTER_ISSUE:
        yield working_days_after(issued, days), days, issued
    if today < first:
        yield working_days_before(first, BEFORE_FIRST), -BEFORE_FIRST, first


def _arrival(stay: StayAtHost, told: Sequence[ToldLetter], today: date) -> DueLetter | None:
    first = stay.first_on
    if today < worked_by(first - ARRIVES_BEFORE) or _is_among(0, first, told):
        return None
    return DueLetter(_K.PUPIL_ARRIVES, 0, first)


def _attestation(
    stay: StayAtHost, told: Sequence[ToldLetter], since: date, today: date
) -> DueLetter | None:
    """The last of the mornings that came or were missed: one that was missed is not said beside it."""
    last = stay.last_on
    reached = [after for after in AFTER_LAST if since <= attested_by(last, after) <= today]
    if not reached or _is_among(max(reached), last, told):
        return None
    before = sum(one.counted_to == last for one in told)
    return DueLetter(_K.ATTESTATION_DUE, max(reached), last, before)


def _thanks(
    stay: StayAtHost, told: Sequence[ToldLetter], since: date, today: date
) -> DueLetter | None:
    last = stay.last_on
    if not since <= thanked_on(last) <= today or _is_among(0, last, told):
        return None
    return DueLetter(_K.STAY_THANKS, 0, last)


def attested_by(last: date, after: int) -> date:
    """The morning an attestation is asked for: by the last day, then on the first one of work from some days after."""
    return worked_from(last + after * _A_DAY) if after else worked_by(last)


def thanked_on(last: date) -> date:
    """The morning a host is thanked: none on which an attestation may be asked for."""
    day = worked_from(last + THANKS_AFTER)
    while day in {attested_by(last, after) for after in AFTER_LAST}:
        day = next_working_day(day)
    return day


def _of(kind: HostLetterKind, told: Collection[ToldLetter]) -> Sequence[ToldLetter]:
    return [one for one in told if one.kind is kind]


def _is_among(threshold: int, counted_to: date, told: Collection[ToldOnce]) -> bool:
    return any((one.threshold, one.counted_to) == (threshold, counted_to) for one in told)
