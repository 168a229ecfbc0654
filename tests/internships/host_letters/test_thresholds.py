"""When a host is written to: once for each threshold, on days somebody works, and of nothing that is over."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from contracts.internships.host_letters import HostLetterKind
from services.chassis.base.working_days import is_working_day
from services.internships.host_letters.model.hosted_stay import StayAtHost
from services.internships.host_letters.model.letters import letters_of
from services.internships.host_letters.model.thresholds import (
    DueLetter,
    ToldLetter,
    due_on,
    thanked_on,
)

K = HostLetterKind
GARAGE, TUTOR = UUID(int=1), UUID(int=2)
# Monday 4 January to Friday 29 January 2027; the agreement is issued on Thursday 10 December.
WINTER = StayAtHost(
    placement_id=UUID(int=3),
    site_id=GARAGE,
    site_key="local:1",
    tutor_id=TUTOR,
    first_on=date(2027, 1, 4),
    last_on=date(2027, 1, 29),
    issued_on=date(2026, 12, 10),
    awaits_host=True,
    awaits_tutor=True,
)
BEGINS = date(2026, 12, 1)
UNTIL = date(2027, 4, 30)


def mornings(
    stay: StayAtHost,
    since: date = BEGINS,
    until: date = UNTIL,
    told: list[ToldLetter] | None = None,
) -> Iterator[tuple[date, DueLetter]]:
    """What is written each working morning while nothing is signed nor attested."""
    kept = [] if told is None else told
    day = since
    while day <= until:
        if is_working_day(day):
            for one in due_on(stay, kept, since=day, today=day):
                kept.append(ToldLetter(one.kind, one.threshold, one.counted_to, day))
                yield day, one
        day += timedelta(days=1)


def days_told(kind: HostLetterKind, stay: StayAtHost = WINTER, since: date = BEGINS) -> list[date]:
    return [day for day, one in mornings(stay, since) if one.kind is kind]


def test_an_agreement_is_spoken_of_the_morning_after_then_three_seven_and_two_working_days_apart() -> (
    None
):
    told = [(day, one.reminder) for day, one in mornings(WINTER) if one.kind is K.AGREEMENT_READY]
    assert told == [
        (date(2026, 12, 11), 0),
        (date(2026, 12, 15), 1),
        (date(2026, 12, 21), 2),
        (date(2026, 12, 30), 3),  # the 31st is one working day before, the first of January none
    ]


@pytest.mark.parametrize(
    ("issued", "told"),
    [
        # On a Friday: the next morning of work is Monday.
        (date(2026, 12, 11), date(2026, 12, 14)),
        # On the eve of Christmas, which is a Friday that year.
        (date(2026, 12, 24), date(2026, 12, 28)),
    ],
)
def test_the_morning_after_is_one_of_work(issued: date, told: date) -> None:
    assert days_told(K.AGREEMENT_READY, replace(WINTER, issued_on=issued))[0] == told


def test_an_agreement_issued_just_before_the_first_day_is_never_spoken_of_on_two_mornings_in_a_row() -> (
    None
):
    late = replace(WINTER, issued_on=date(2026, 12, 29))
    told = days_told(K.AGREEMENT_READY, late)
    assert told == [date(2026, 12, 30), date(2027, 1, 4), date(2027, 1, 8)]
    # Three working days after the issue is the eve of two before the first day.
    late = replace(WINTER, issued_on=date(2026, 12, 23))
    told = days_told(K.AGREEMENT_READY, late)
    assert told == [*(date(2026, 12, 24), date(2026, 12, 29), date(2026, 12, 31), date(2027, 1, 5))]


@pytest.mark.parametrize(
    "signed",
    [
        replace(WINTER, issued_on=None, awaits_host=False, awaits_tutor=False),
        replace(WINTER, awaits_host=False, awaits_tutor=False),
    ],
)
def test_nothing_is_said_of_an_agreement_that_waits_for_nobody_at_the_host(
    signed: StayAtHost,
) -> None:
    assert days_told(K.AGREEMENT_READY, signed) == []


def test_who_signs_reads_of_the_agreement_until_the_tutor_alone_is_awaited() -> None:
    assert WINTER.reader(K.AGREEMENT_READY) is None
    assert WINTER.signs(K.AGREEMENT_READY)
    assert replace(WINTER, awaits_host=False).reader(K.AGREEMENT_READY) == TUTOR
    assert WINTER.reader(K.PUPIL_ARRIVES) == TUTOR


@pytest.mark.parametrize(
    ("first", "told"),
    [
        (date(2027, 1, 4), date(2026, 12, 31)),  # D-3 is the first of January
        (date(2027, 1, 11), date(2027, 1, 8)),
        (date(2027, 1, 14), date(2027, 1, 11)),
        (date(2027, 1, 12), date(2027, 1, 8)),  # D-3 is a Saturday
    ],
)
def test_a_host_is_told_who_comes_three_days_before_or_on_the_working_day_before_that(
    first: date, told: date
) -> None:
    assert days_told(K.PUPIL_ARRIVES, replace(WINTER, first_on=first)) == [told]


def test_a_place_found_on_the_eve_is_told_of_the_next_morning_and_one_that_began_is_not() -> None:
    assert days_told(K.PUPIL_ARRIVES, since=date(2027, 1, 4)) == [date(2027, 1, 4)]
    assert days_told(K.PUPIL_ARRIVES, since=date(2027, 1, 5)) == []


def test_an_attestation_is_asked_for_by_the_last_day_then_twice_while_none_is_noted() -> None:
    assert [
        (day, one.reminder) for day, one in mornings(WINTER) if one.kind is K.ATTESTATION_DUE
    ] == [
        (date(2027, 1, 29), 0),
        (date(2027, 2, 1), 1),  # D+2 is a Sunday
        (date(2027, 2, 3), 2),
    ]
    assert days_told(K.ATTESTATION_DUE, replace(WINTER, attested=True)) == []
    # The last day is a Saturday: by then the attestation is in the mail of Friday.
    ends = replace(WINTER, last_on=date(2027, 1, 30))
    assert days_told(K.ATTESTATION_DUE, ends)[0] == date(2027, 1, 29)


def test_a_host_is_thanked_once_after_three_days_and_on_no_morning_an_attestation_is_asked_for() -> (
    None
):
    assert days_told(K.STAY_THANKS) == [date(2027, 2, 2)]
    assert days_told(K.STAY_THANKS, replace(WINTER, attested=True)) == [date(2027, 2, 2)]
    for days in range(60):
        stay = replace(WINTER, last_on=WINTER.last_on + timedelta(days=days))
        asked = days_told(K.ATTESTATION_DUE, stay)
        assert thanked_on(stay.last_on) not in asked
        assert timedelta(3) <= thanked_on(stay.last_on) - stay.last_on <= timedelta(7)


def test_of_a_stay_that_is_over_nothing_is_said_after_an_upgrade_or_an_import() -> None:
    assert list(mornings(WINTER, since=date(2027, 2, 4))) == []
    begun = [one.kind for _, one in mornings(WINTER, since=date(2027, 1, 12))]
    assert K.PUPIL_ARRIVES not in begun
    assert K.AGREEMENT_READY not in begun


def test_what_a_week_of_downtime_missed_is_said_once() -> None:
    told: list[ToldLetter] = []
    list(mornings(WINTER, until=date(2026, 12, 11), told=told))
    back = due_on(WINTER, told, since=date(2026, 12, 14), today=date(2026, 12, 21))
    assert [(one.kind, one.threshold) for one in back] == [(K.AGREEMENT_READY, 7)]

    last = due_on(WINTER, (), since=date(2027, 1, 28), today=date(2027, 2, 4))
    assert [(one.kind, one.threshold) for one in last] == [
        (K.ATTESTATION_DUE, 5),
        (K.STAY_THANKS, 0),
    ]


def test_a_stay_that_is_moved_is_told_of_anew_and_one_moved_back_is_not() -> None:
    told: list[ToldLetter] = []
    list(mornings(WINTER, until=date(2026, 12, 31), told=told))
    later = replace(WINTER, first_on=date(2027, 2, 1), last_on=date(2027, 2, 26))
    moved = [(day, one.kind) for day, one in mornings(later, date(2027, 1, 4), told=list(told))]
    assert (date(2027, 1, 29), K.PUPIL_ARRIVES) in moved
    assert (date(2027, 1, 28), K.AGREEMENT_READY) in moved
    back = [one.kind for _, one in mornings(WINTER, date(2027, 1, 4), told=told)]
    assert K.PUPIL_ARRIVES not in back


def test_an_amendment_is_another_agreement() -> None:
    told: list[ToldLetter] = []
    list(mornings(WINTER, until=date(2026, 12, 16), told=told))
    amended = replace(WINTER, issued_on=date(2026, 12, 16))
    days = [
        (day, one.reminder)
        for day, one in mornings(amended, date(2026, 12, 17), told=told)
        if one.kind is K.AGREEMENT_READY
    ]
    assert days[:2] == [(date(2026, 12, 17), 0), (date(2026, 12, 21), 1)]


def test_three_pupils_of_one_tutor_make_one_letter_and_another_tutor_reads_their_own() -> None:
    ours = [replace(WINTER, placement_id=uuid4(), issued_on=None) for _ in range(3)]
    theirs = replace(ours[0], placement_id=uuid4(), tutor_id=uuid4())
    day = date(2026, 12, 31)
    letters = letters_of([*ours, theirs], {}, since=day, today=day)
    assert [(one.kind, one.tutor_id, len(one.stays)) for one in letters] == [
        (K.PUPIL_ARRIVES, TUTOR, 3),
        (K.PUPIL_ARRIVES, theirs.tutor_id, 1),
    ]
