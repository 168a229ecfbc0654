"""When a bureau is reminded of a period: once for each threshold, on days it works."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import uuid4

import pytest

from contracts.internships.reminders import ReminderKind
from services.chassis.base.working_days import is_working_day
from services.internships.reminders.model.lacking import ClassNeeds, PeriodNeeds
from services.internships.reminders.model.thresholds import Dates, DueReminder, Told, due_on

K = ReminderKind
# Monday 4 January to Friday 29 January 2027, published on 1 October.
WINTER = Dates(date(2027, 1, 4), date(2027, 1, 29))
PUBLISHED = date(2026, 10, 1)


def each_morning(
    dates: Dates, since: date, until: date, told: list[Told] | None = None
) -> Iterator[tuple[date, DueReminder]]:
    """What is told each working day, when there is always something that lacks."""
    kept = [] if told is None else told
    day = since
    while day <= until:
        if is_working_day(day):
            for one in due_on(dates, kept, since=day, today=day):
                kept.append(Told(one.kind, one.threshold, one.counted_to, day))
                yield day, one
        day += timedelta(days=1)


def days_told(kind: ReminderKind, dates: Dates = WINTER, since: date = PUBLISHED) -> list[date]:
    until = dates.ends_on + timedelta(days=200)
    return [day for day, one in each_morning(dates, since, until) if one.kind is kind]


def test_that_a_period_opens_is_told_once_sixty_days_before() -> None:
    assert days_told(K.PERIOD_OPENS) == [date(2026, 11, 5)]


def test_who_has_no_place_is_told_of_four_times_on_the_last_day_of_work_by_then() -> None:
    assert days_told(K.WITHOUT_PLACE) == [
        date(2026, 12, 4),  # Friday; D-30 is a Saturday
        date(2026, 12, 18),  # Friday; D-15 is a Sunday
        date(2026, 12, 28),  # D-7
        date(2026, 12, 31),  # Thursday; D-2 is a Saturday, and New Year a holiday
    ]


def test_many_without_a_place_are_told_of_twice_then_on_the_eve() -> None:
    assert days_told(K.MANY_WITHOUT_PLACE) == [
        date(2026, 12, 18),  # Friday; D-15 is a Sunday
        date(2026, 12, 28),  # D-7
    ]
    # Thursday: D-1 is a Sunday, and New Year a holiday.
    assert days_told(K.MANY_ON_EVE) == [date(2026, 12, 31)]
    midweek = Dates(date(2027, 1, 6), date(2027, 1, 29))
    assert days_told(K.MANY_ON_EVE, midweek) == [date(2027, 1, 5)]


def test_after_downtime_the_eve_is_told_and_not_what_was_missed_before_it() -> None:
    late = date(2026, 12, 31)
    kinds = {one.kind for one in due_on(WINTER, [], since=date(2026, 12, 1), today=late)}
    assert K.MANY_ON_EVE in kinds
    assert K.MANY_WITHOUT_PLACE not in kinds


def test_one_in_five_is_many() -> None:
    def needs(without: int, expected: int) -> PeriodNeeds:
        classes = [ClassNeeds(uuid4(), "2ELEC", expected=expected - 4, without=without)]
        classes.append(ClassNeeds(uuid4(), "2MV", expected=4))
        return PeriodNeeds(uuid4(), WINTER.starts_on, WINTER.ends_on, True, classes)

    for kind in (K.MANY_WITHOUT_PLACE, K.MANY_ON_EVE):
        assert needs(5, 25).is_to_tell(kind, date(2026, 12, 18))
        assert not needs(5, 26).is_to_tell(kind, date(2026, 12, 18))
        assert not needs(0, 25).is_to_tell(kind, date(2026, 12, 18))
        assert not needs(25, 25).is_to_tell(kind, date(2027, 1, 5))


def test_a_departure_is_looked_at_a_week_and_two_days_before() -> None:
    assert days_told(K.DEPARTURE) == [date(2026, 12, 28), date(2026, 12, 31)]


def test_stuck_agreements_are_told_on_the_first_working_day_of_each_week_from_two_weeks_before() -> (
    None
):
    assert days_told(K.AGREEMENTS_LATE) == [
        date(2026, 12, 21),
        date(2026, 12, 28),
        date(2027, 1, 4),
    ]
    # Easter Monday is on 29 March 2027: that week begins on Tuesday.
    spring = Dates(date(2027, 4, 5), date(2027, 4, 30))
    assert days_told(K.AGREEMENTS_LATE, spring) == [
        date(2027, 3, 22),
        date(2027, 3, 30),
        date(2027, 4, 5),
    ]


def test_late_visits_are_told_each_week_while_the_period_runs() -> None:
    told = days_told(K.VISITS_LATE)
    assert told == [date(2027, 1, 4) + timedelta(weeks=n) for n in range(4)]
    begun = Dates(date(2027, 1, 6), date(2027, 1, 29))
    assert days_told(K.VISITS_LATE, begun)[0] == date(2027, 1, 11)


def test_missing_attestations_are_told_five_days_after_then_weekly_four_times_at_most() -> None:
    assert days_told(K.ATTESTATIONS_MISSING) == [
        date(2027, 2, 3),
        date(2027, 2, 8),
        date(2027, 2, 15),
        date(2027, 2, 22),
    ]


@pytest.mark.parametrize(("published", "threshold"), [(29, 30), (14, 15), (6, 7), (1, 2)])
def test_of_a_period_published_late_one_threshold_is_told_of_a_kind(
    published: int, threshold: int
) -> None:
    today = WINTER.starts_on - timedelta(days=published)
    due = due_on(WINTER, (), since=today, today=today)
    assert [one.threshold for one in due if one.kind is K.WITHOUT_PLACE] == [threshold]
    assert K.PERIOD_OPENS not in {one.kind for one in due}


def test_after_a_week_of_downtime_one_reminder_is_told_and_not_four() -> None:
    told: list[Told] = []
    list(each_morning(WINTER, PUBLISHED, date(2026, 12, 4), told))
    # Nothing ran from 5 December to the eve of the departure: D-15, D-7 and D-2 have all passed.
    eve = date(2027, 1, 4)
    due = due_on(WINTER, told, since=date(2026, 12, 7), today=eve)
    assert [(one.kind, one.threshold) for one in due if one.kind is K.WITHOUT_PLACE] == [
        (K.WITHOUT_PLACE, 2)
    ]
    assert len({one.kind for one in due}) == len(due)
    told += [Told(one.kind, one.threshold, one.counted_to, eve) for one in due]
    assert due_on(WINTER, told, since=eve, today=eve) == []


def test_a_first_day_of_the_week_that_was_missed_is_made_up_for() -> None:
    monday, wednesday = date(2026, 12, 21), date(2026, 12, 23)
    made_up = due_on(WINTER, (), since=monday, today=wednesday)
    assert K.AGREEMENTS_LATE in {one.kind for one in made_up}
    # What comes up during a week that was looked at waits for the next one.
    assert K.AGREEMENTS_LATE not in {
        one.kind for one in due_on(WINTER, (), since=wednesday, today=wednesday)
    }


def test_a_moved_period_is_told_anew_and_what_it_counted_to_before_is_not_again() -> None:
    told: list[Told] = []
    list(each_morning(WINTER, PUBLISHED, date(2026, 12, 4), told))
    later = Dates(date(2027, 2, 1), date(2027, 2, 26))
    moved = list(each_morning(later, date(2026, 12, 7), date(2027, 1, 31), told))
    assert [day for day, one in moved if one.kind is K.WITHOUT_PLACE] == [
        date(2026, 12, 31),  # D-32: D-30 is the second of January, a Saturday
        date(2027, 1, 15),
        date(2027, 1, 25),
        date(2027, 1, 29),
    ]
    # Moved back: what was told for that day is not told twice.
    back = due_on(WINTER, told, since=date(2026, 12, 7), today=date(2026, 12, 7))
    assert K.WITHOUT_PLACE not in {one.kind for one in back}


def test_days_say_how_many_are_left_or_how_many_have_passed() -> None:
    told = {
        (day, one.kind): one.days for day, one in each_morning(WINTER, PUBLISHED, date(2027, 3, 1))
    }
    assert told[date(2026, 12, 4), K.WITHOUT_PLACE] == 31
    assert told[date(2027, 1, 4), K.AGREEMENTS_LATE] == 0
    assert told[date(2027, 1, 11), K.VISITS_LATE] == 0
    assert told[date(2027, 2, 3), K.ATTESTATIONS_MISSING] == -5


def test_nothing_is_told_of_attestations_of_long_ago() -> None:
    ancient = WINTER.ends_on + timedelta(days=130)
    assert due_on(WINTER, (), since=ancient, today=ancient) == []
