"""A bureau is reminded of what a period lacks: on working mornings, once, and of nothing when nothing lacks."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import asyncpg
import pytest
import pytest_asyncio

from contracts.internships.reminders import PeriodReminderAskedV1, ReminderKind
from services.chassis.base.working_days import is_working_day
from services.chassis.database.engine import Database
from services.chassis.privacy.retention.purge import purge_all
from services.chassis.unit_of_work.scheduled_jobs import run_due_work
from services.chassis.unit_of_work.unit_of_work import Scope
from services.internships.base.days import PARIS
from services.internships.calendars.commands import publish_period, reschedule_period
from services.internships.leavers.commands import record_departure
from services.internships.reminders.commands import JOB, plan_reminders, remind_of_periods
from services.internships.republication.jobs import state_what_was_counted
from services.internships.retention import retention
from services.internships.subscribers import timed
from tests.internships.notices.asking import Winter, a_winter
from tests.internships.world import BOURDELLE, ELEC, TODAY, Lycee

K = ReminderKind
Said = tuple[date, ReminderKind, int]


@pytest_asyncio.fixture
async def winter(lycee: Lycee) -> Winter:
    """Pupils leave on Monday 4 January 2027; one of three has no place."""
    return await a_winter(lycee)


def paris(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=PARIS).astimezone(UTC)


async def mornings(lycee: Lycee, since: date, until: date) -> None:
    """Each working morning from one day to another."""
    day = since
    while day <= until:
        if is_working_day(day):
            await looks(lycee, day)
        day += timedelta(days=1)


async def looks(lycee: Lycee, day: date, *, since: date | None = None) -> None:
    at = replace(lycee, now=paris(day, 6))
    await at.do(remind_of_periods, uai=lycee.uai, since=since or day, now=at.now)


async def reminded(lycee: Lycee) -> list[Said]:
    return [
        (one.occurred_on, one.kind, one.days)
        for one in await lycee.published(PeriodReminderAskedV1)
    ]


async def of_kind(lycee: Lycee, kind: ReminderKind) -> list[date]:
    return [day for day, told, _ in await reminded(lycee) if told is kind]


async def planned(lycee: Lycee) -> Sequence[asyncpg.Record]:
    rows: Sequence[asyncpg.Record] = await lycee.superuser.fetch(
        "SELECT key, due_at, done_at FROM due_work WHERE job = $1 AND uai = $2 ORDER BY due_at",
        *(JOB, lycee.uai),
    )
    return rows


async def test_a_period_is_reminded_of_at_each_threshold_once_by_its_id_and_days_left(
    lycee: Lycee, winter: Winter
) -> None:
    await mornings(lycee, TODAY, date(2027, 3, 31))
    await mornings(lycee, date(2027, 3, 1), date(2027, 3, 31))

    told = await reminded(lycee)

    # Published 41 days before: that it opens is told the next morning.
    assert [(day, days) for day, kind, days in told if kind is K.PERIOD_OPENS] == [(TODAY, 41)]
    assert [(day, days) for day, kind, days in told if kind is K.WITHOUT_PLACE] == [
        (date(2026, 12, 4), 31),
        (date(2026, 12, 18), 17),
        (date(2026, 12, 28), 7),
        (date(2026, 12, 31), 4),
    ]
    # One of three has none: they are many, and the head hears of it at once on the eve.
    assert await of_kind(lycee, K.MANY_WITHOUT_PLACE) == [date(2026, 12, 18), date(2026, 12, 28)]
    assert await of_kind(lycee, K.MANY_ON_EVE) == [date(2026, 12, 31)]
    assert await of_kind(lycee, K.DEPARTURE) == [date(2026, 12, 28), date(2026, 12, 31)]
    assert await of_kind(lycee, K.AGREEMENTS_LATE) == [
        date(2026, 12, 21),
        date(2026, 12, 28),
        date(2027, 1, 4),
    ]
    # A contact is late from the first third on.
    assert await of_kind(lycee, K.VISITS_LATE) == [date(2027, 1, 18), date(2027, 1, 25)]
    assert len(await of_kind(lycee, K.ATTESTATIONS_MISSING)) == 4
    events = await lycee.published(PeriodReminderAskedV1)
    assert {one.period_id for one in events} == {winter.period}
    assert len({one.reminder_id for one in events}) == len(events)


async def test_nothing_is_told_when_nothing_lacks(lycee: Lycee, winter: Winter) -> None:
    await lycee.places(winter.pupils[2], winter.period, await lycee.knows_a_host())
    await mornings(lycee, date(2026, 12, 1), date(2026, 12, 18))
    assert await of_kind(lycee, K.WITHOUT_PLACE) == []


async def test_nobody_is_reminded_of_pupils_who_all_left_and_of_no_draft(lycee: Lycee) -> None:
    formation = await lycee.opens(ELEC)
    (only,) = await lycee.imports("ROUX Tom 2ELEC", classes={"2ELEC": formation})
    await lycee.do(record_departure, pupil_year_id=only, version=1, on=TODAY, now=lycee.now)
    await lycee.publishes_a_period(formation)
    await lycee.drafts_a_period(formation)

    await mornings(lycee, date(2026, 12, 4), date(2027, 3, 1))
    assert await reminded(lycee) == []


async def test_what_comes_to_lack_after_a_threshold_is_told_then(
    lycee: Lycee, winter: Winter
) -> None:
    found = await lycee.places(winter.pupils[2], winter.period, await lycee.knows_a_host())
    await mornings(lycee, date(2026, 12, 1), date(2026, 12, 8))
    await lycee.withdraws(found, version=2)

    await mornings(lycee, date(2026, 12, 9), date(2026, 12, 11))
    assert await of_kind(lycee, K.WITHOUT_PLACE) == [date(2026, 12, 9)]


async def test_after_downtime_one_reminder_of_a_kind_is_told(lycee: Lycee, winter: Winter) -> None:
    await mornings(lycee, date(2026, 12, 1), date(2026, 12, 4))
    before = len(await reminded(lycee))

    await looks(lycee, date(2026, 12, 30), since=date(2026, 12, 7))

    told = (await reminded(lycee))[before:]
    assert sorted(kind for _, kind, _ in told) == [
        *(K.AGREEMENTS_LATE, K.DEPARTURE, K.MANY_WITHOUT_PLACE, K.WITHOUT_PLACE)
    ]
    assert {day for day, _, _ in told} == {date(2026, 12, 30)}


async def test_a_period_published_late_is_reminded_of_once(lycee: Lycee, winter: Winter) -> None:
    late = replace(lycee, now=paris(date(2026, 12, 29), 15))
    draft = await lycee.drafts_a_period(
        winter.formation, starts_on=date(2027, 1, 11), ends_on=date(2027, 2, 5)
    )
    await late.do(publish_period, period_id=draft, version=1, now=late.now)

    await looks(lycee, date(2026, 12, 30))

    told = [one for one in await late.published(PeriodReminderAskedV1) if one.period_id == draft]
    assert [(one.kind, one.days) for one in told] == [
        (K.WITHOUT_PLACE, 12),
        (K.MANY_WITHOUT_PLACE, 12),
    ]


async def test_a_period_that_is_moved_is_reminded_of_by_its_new_days(
    lycee: Lycee, winter: Winter
) -> None:
    await mornings(lycee, date(2026, 12, 1), date(2026, 12, 4))
    for version, starts_on, ends_on in (
        (2, date(2027, 2, 1), date(2027, 2, 26)),
        (3, date(2027, 1, 4), date(2027, 1, 29)),
        (4, date(2027, 2, 1), date(2027, 2, 26)),
    ):
        await lycee.do(
            reschedule_period,
            period_id=winter.period,
            version=version,
            starts_on=starts_on,
            ends_on=ends_on,
            weeks=4,
            now=lycee.now,
        )
        # Moved back and forth within a day: what was told for a day is told once.
        await looks(lycee, date(2026, 12, 7))

    assert await of_kind(lycee, K.WITHOUT_PLACE) == [date(2026, 12, 4)]
    await mornings(lycee, date(2026, 12, 8), date(2026, 12, 31))
    assert await of_kind(lycee, K.WITHOUT_PLACE) == [date(2026, 12, 4), date(2026, 12, 31)]


async def test_a_lycee_is_reminded_of_its_own_periods_alone(
    lycee: Lycee, winter: Winter, other_lycee: Lycee
) -> None:
    await looks(other_lycee, date(2026, 12, 4))
    assert await reminded(other_lycee) == await reminded(lycee) == []


@pytest.mark.parametrize(
    ("night", "due_at"),
    [
        ("2026-11-24", "2026-11-24T05:00:00+00:00"),
        ("2026-06-02", "2026-06-02T04:00:00+00:00"),
        # The mornings after the hour changed.
        ("2026-03-30", "2026-03-30T04:00:00+00:00"),
        ("2026-10-26", "2026-10-26T05:00:00+00:00"),
        # The nights it changes, week-ends and holidays: nobody works.
        ("2026-03-29", None),
        ("2026-10-25", None),
        ("2026-11-28", None),
        ("2026-11-11", None),
        ("2027-03-29", None),
    ],
)
async def test_a_night_plans_six_in_the_morning_of_paris_when_anybody_works(
    lycee: Lycee, night: str, due_at: str | None
) -> None:
    now = paris(date.fromisoformat(night), 3)
    await lycee.do(plan_reminders, uai=lycee.uai, night=night, now=now)

    assert [row["due_at"] for row in await planned(lycee)] == (
        [datetime.fromisoformat(due_at)] if due_at else []
    )


async def test_from_its_first_published_period_on_a_lycee_is_reminded_each_working_morning(
    lycee: Lycee, winter: Winter, database: Database
) -> None:
    for hours in range(0, 24 * 14, 3):
        now = lycee.now + timedelta(hours=hours)
        await run_due_work(timed, lycee.units, database.relay_dsn, now)

    done = [row["key"] for row in await planned(lycee) if row["done_at"]]
    days = [TODAY + timedelta(days=n) for n in range(1, 15)]
    assert done == [str(day) for day in days if is_working_day(day)]
    assert await of_kind(lycee, K.WITHOUT_PLACE) == [date(2026, 12, 4)]


async def test_a_lycee_upgraded_with_its_first_night_still_to_come_is_reminded_too(
    lycee: Lycee, winter: Winter
) -> None:
    now = paris(date(2026, 12, 4), 2)
    at = replace(lycee, now=now)
    async with at.units.begin(Scope(frozenset({BOURDELLE})), uai=at.uai, now=now) as uow:
        await state_what_was_counted(uow, key="first", now=now)

    assert [row["key"] for row in await planned(lycee)] == ["2026-12-04"]


async def test_a_weeks_downtime_makes_one_morning_and_a_week_end_waits_for_monday(
    lycee: Lycee, winter: Winter, database: Database
) -> None:
    await run_due_work(timed, lycee.units, database.relay_dsn, paris(date(2026, 11, 25), 3))
    # Down from then on; up again on Saturday the week after.
    for hour in (9, 10, 11):
        await run_due_work(timed, lycee.units, database.relay_dsn, paris(date(2026, 12, 5), hour))
    assert await reminded(lycee) == []

    await run_due_work(timed, lycee.units, database.relay_dsn, paris(date(2026, 12, 7), 3))
    await run_due_work(timed, lycee.units, database.relay_dsn, paris(date(2026, 12, 7), 7))
    told = await reminded(lycee)
    assert [(day, kind) for day, kind, _ in told] == [(date(2026, 12, 7), K.WITHOUT_PLACE)]


async def test_a_morning_that_fails_after_it_told_tells_nothing_twice(
    lycee: Lycee, winter: Winter
) -> None:
    for _ in range(3):
        await looks(lycee, date(2026, 12, 4))
    assert await of_kind(lycee, K.WITHOUT_PLACE) == [date(2026, 12, 4)]


async def test_what_was_told_is_kept_a_year(lycee: Lycee, winter: Winter) -> None:
    await looks(lycee, date(2026, 12, 4))
    count = "SELECT count(*) FROM told_reminders"

    await purge_all(lycee.units, retention, now=paris(date(2027, 12, 4), 12))
    assert await lycee.superuser.fetchval(count) == 1
    await purge_all(lycee.units, retention, now=paris(date(2027, 12, 6), 12))
    assert await lycee.superuser.fetchval(count) == 0
