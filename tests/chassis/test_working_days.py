"""Days on which work is done in France: weekdays that are no public holiday."""

from datetime import date, timedelta

import pytest

from services.chassis.base.working_days import (
    easter_sunday,
    is_first_of_week,
    is_working_day,
    next_working_day,
    public_holidays,
)

EASTERS = {
    # As published by the Institut de mécanique céleste (IMCCE).
    1961: date(1961, 4, 2),
    1981: date(1981, 4, 19),
    2000: date(2000, 4, 23),
    2008: date(2008, 3, 23),
    2011: date(2011, 4, 24),
    2019: date(2019, 4, 21),
    2024: date(2024, 3, 31),
    2025: date(2025, 4, 20),
    2026: date(2026, 4, 5),
    2027: date(2027, 3, 28),
    2028: date(2028, 4, 16),
    2038: date(2038, 4, 25),
    2049: date(2049, 4, 18),
    2076: date(2076, 4, 19),
    2285: date(2285, 3, 22),
}


@pytest.mark.parametrize(("year", "day"), EASTERS.items())
def test_easter_falls_where_the_almanac_says(year: int, day: date) -> None:
    assert easter_sunday(year) == day


def test_the_eleven_public_holidays_of_a_year_are_known() -> None:
    assert sorted(public_holidays(2027)) == [
        date(2027, 1, 1),
        date(2027, 3, 29),  # Easter Monday
        date(2027, 5, 1),
        date(2027, 5, 6),  # Ascension
        date(2027, 5, 8),
        date(2027, 5, 17),  # Whit Monday
        date(2027, 7, 14),
        date(2027, 8, 15),
        date(2027, 11, 1),
        date(2027, 11, 11),
        date(2027, 12, 25),
    ]


def test_two_holidays_may_fall_on_one_day() -> None:
    # Ascension was on the first of May in 2008.
    assert len(public_holidays(2008)) == 10


@pytest.mark.parametrize("year", range(1900, 2101))
def test_easter_is_a_sunday_of_spring_in_every_year(year: int) -> None:
    easter = easter_sunday(year)

    assert easter.isoweekday() == 7
    assert date(year, 3, 22) <= easter <= date(year, 4, 25)


def test_nobody_works_on_a_week_end_or_a_holiday() -> None:
    week = [date(2026, 11, 9) + timedelta(days=n) for n in range(7)]

    assert [is_working_day(day) for day in week] == [True, True, False, True, True, False, False]


def test_the_next_working_day_passes_over_holidays_and_week_ends() -> None:
    assert next_working_day(date(2026, 11, 10)) == date(2026, 11, 12)
    assert next_working_day(date(2026, 4, 3)) == date(2026, 4, 7)
    assert next_working_day(date(2026, 12, 31)) == date(2027, 1, 4)


def test_the_first_working_day_of_a_week_is_tuesday_after_a_holiday() -> None:
    assert is_first_of_week(date(2026, 4, 13))
    assert not is_first_of_week(date(2026, 4, 14))
    # Easter Monday.
    assert not is_first_of_week(date(2026, 4, 6))
    assert is_first_of_week(date(2026, 4, 7))
    assert not is_first_of_week(date(2026, 4, 11))
