"""The rhythm of notices: nights, days off, mornings and Mondays, in the time of Paris."""

from datetime import UTC, date, datetime, time

import pytest

from services.notifications.notice_kinds.model.rhythm import (
    Rhythm,
    fastest,
    next_morning,
    week_begun_at,
)
from services.notifications.rests.model import PARIS, Rest, leaves_at


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("asked", "leaves"),
    [
        ("2026-11-24 10:00", "2026-11-24 10:00"),
        ("2026-11-24 07:00", "2026-11-24 07:00"),
        ("2026-11-24 06:59", "2026-11-24 07:00"),
        ("2026-11-24 19:59", "2026-11-24 19:59"),
        ("2026-11-24 20:00", "2026-11-25 07:00"),
        # a Friday evening, a Saturday, a Sunday night
        ("2026-11-27 21:00", "2026-11-30 07:00"),
        ("2026-11-28 11:00", "2026-11-30 07:00"),
        ("2026-11-30 00:30", "2026-11-30 07:00"),
        # All Saints’ is a Sunday in 2026; Christmas is a Friday
        ("2026-12-25 10:00", "2026-12-28 07:00"),
        ("2026-12-24 22:00", "2026-12-28 07:00"),
        # Easter Monday of 2027
        ("2027-03-29 09:00", "2027-03-30 07:00"),
        # the nights the clocks change: Monday is the morning after both
        ("2027-03-27 23:00", "2027-03-30 07:00"),
        ("2026-10-24 23:00", "2026-10-26 07:00"),
    ],
)
def test_a_mail_that_may_wait_leaves_by_day_on_a_day_of_work(asked: str, leaves: str) -> None:
    assert leaves_at(paris(asked).astimezone(UTC), urgent=False) == paris(leaves)
    assert leaves_at(paris(asked), urgent=True) == paris(asked)


@pytest.mark.parametrize(
    ("asked", "leaves"),
    [
        ("2026-11-24 09:00", "2026-11-24 09:00"),
        ("2026-11-24 08:59", "2026-11-24 09:00"),
        ("2026-11-24 18:00", "2026-11-25 09:00"),
        # the eve of an absence that begins on a Thursday and ends on a Friday
        ("2026-12-02 17:59", "2026-12-02 17:59"),
        ("2026-12-02 18:00", "2026-12-14 09:00"),
        ("2026-12-03 05:00", "2026-12-14 09:00"),
        ("2026-12-07 12:00", "2026-12-14 09:00"),
        ("2026-12-11 23:59", "2026-12-14 09:00"),
        ("2026-12-13 12:00", "2026-12-14 09:00"),
    ],
)
def test_nobody_is_written_to_during_their_nights_and_their_absence(
    asked: str, leaves: str
) -> None:
    rest = Rest(time(18), time(9), (date(2026, 12, 3), date(2026, 12, 11)))

    assert leaves_at(paris(asked), urgent=False, rest=rest) == paris(leaves)
    assert leaves_at(paris(asked), urgent=True, rest=rest) == paris(asked)


def test_who_is_back_on_a_day_off_is_written_to_on_the_next_day_of_work() -> None:
    rest = Rest(away=(date(2026, 12, 21), date(2026, 12, 24)))

    assert rest.back_after(date(2026, 12, 22)) == date(2026, 12, 28)
    assert rest.back_after(date(2026, 12, 18)) == date(2026, 12, 28)


def test_the_next_morning_is_that_of_a_working_day_whatever_the_clocks_do() -> None:
    assert next_morning(paris("2026-10-23 08:00")) == paris("2026-10-26 07:00")
    assert next_morning(paris("2027-03-26 08:00")).astimezone(UTC).hour == 5
    assert next_morning(paris("2026-10-23 08:00")).astimezone(UTC).hour == 6


@pytest.mark.parametrize(
    ("day", "begun"),
    [
        (date(2026, 11, 30), "2026-11-30 07:00"),
        (date(2026, 12, 3), "2026-11-30 07:00"),
        # Easter Monday is no morning of work
        (date(2027, 3, 29), "2027-03-30 07:00"),
    ],
)
def test_a_week_begins_on_its_first_day_of_work(day: date, begun: str) -> None:
    at = datetime(day.year, day.month, day.day, 9, tzinfo=PARIS)

    assert week_begun_at(at) == paris(begun)


def test_who_has_two_roles_hears_as_the_faster_one() -> None:
    assert fastest([Rhythm.MONDAY, Rhythm.AT_ONCE, Rhythm.NOTICE]) is Rhythm.AT_ONCE
    assert fastest([]) is Rhythm.NONE
