"""A school year that ends is told in June and in July, once each, with what the product does then."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import pytest_asyncio

from contracts.identifiers import SchoolYear
from contracts.internships.reminders import YearEndReminderAskedV1
from contracts.notices import NoticeKind
from services.chassis.database.engine import Database
from services.chassis.privacy.retention.purge import purge_all
from services.chassis.unit_of_work.scheduled_jobs import run_due_work
from services.internships.base.days import PARIS
from services.internships.reminders.commands import plan_reminders
from services.internships.reminders.model.year_end import year_end_id
from services.internships.retention import retention
from services.internships.subscribers import timed
from tests.internships.notices.asking import Winter, a_winter, said, told, told_of
from tests.internships.world import BOURDELLE, Lycee

YEAR = SchoolYear("2026-2027")
ABOUT = year_end_id(BOURDELLE, YEAR)
JUNE = date(2027, 6, 1)


@pytest_asyncio.fixture
async def winter(lycee: Lycee) -> Winter:
    """Three pupils of a class; two were at a host, and no attestation came back."""
    return await a_winter(lycee)


def paris(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=PARIS).astimezone(UTC)


async def nights(lycee: Lycee, database: Database, first: date, last: date) -> list[date]:
    """The days it was told of, when each night and each morning of those days went by."""
    day = first
    while day <= last:
        at = replace(lycee, now=paris(day, 3))
        await at.do(plan_reminders, uai=lycee.uai, night=str(day), now=at.now)
        await run_due_work(timed, lycee.units, database.relay_dsn, paris(day, 12))
        day += timedelta(days=1)
    return [one.occurred_on for one in await lycee.published(YearEndReminderAskedV1)]


async def test_the_end_of_a_year_is_told_on_the_first_working_day_of_june_and_of_july(
    lycee: Lycee, winter: Winter, database: Database
) -> None:
    found = await nights(lycee, database, date(2027, 5, 25), date(2027, 8, 10))

    assert found == [date(2027, 6, 1), date(2027, 7, 1)]
    events = await lycee.published(YearEndReminderAskedV1)
    assert {(one.year_end_id, one.school_year) for one in events} == {(ABOUT, YEAR)}


async def test_a_month_that_begins_on_a_day_off_is_told_on_its_first_day_of_work(
    lycee: Lycee, winter: Winter, database: Database
) -> None:
    # Saturday the first of July 2028
    assert await nights(lycee, database, date(2028, 6, 28), date(2028, 7, 9)) == [date(2028, 7, 3)]


async def test_a_month_of_downtime_is_not_told_later(
    lycee: Lycee, winter: Winter, database: Database
) -> None:
    assert await nights(lycee, database, date(2027, 6, 8), date(2027, 6, 30)) == []
    at = replace(lycee, now=paris(date(2027, 7, 1), 3))
    await at.do(plan_reminders, uai=lycee.uai, night="2027-07-01", now=at.now)
    assert await nights(lycee, database, date(2027, 8, 2), date(2027, 8, 3)) == []


async def test_it_says_what_is_missing_and_when_names_go(lycee: Lycee, winter: Winter) -> None:
    at = winter.at(paris(JUNE, 9))

    facts = await told_of(at, NoticeKind.YEAR_END, ABOUT)

    assert facts.standing
    assert facts.object == "Année scolaire 2026-2027"
    assert said(facts) == {
        "Attestations manquantes": "2 attestations",
        "Dernier jour de l’année": "samedi 31 juillet 2027",
        "Le 31 octobre 2027": "3 élèves et les enseignants référents ne sont plus nommés ; les chiffres restent",
        "À emporter avant": "les jours de chaque PFMP et les listes de classe, en tableur, depuis la page de la PFMP",
    }
    assert "MARTIN" not in str(facts)


async def test_what_it_says_is_what_the_purge_does(lycee: Lycee, winter: Winter) -> None:
    names = "SELECT count(*) FROM pupils WHERE last_name IS NOT NULL"
    await purge_all(lycee.units, retention, now=paris(date(2027, 10, 30), 12))
    assert await lycee.superuser.fetchval(names) == 3

    await purge_all(lycee.units, retention, now=paris(date(2027, 10, 31), 12))
    assert await lycee.superuser.fetchval(names) == 0


@pytest.mark.parametrize("day", [date(2027, 8, 1), date(2027, 9, 15)])
async def test_a_year_that_is_over_is_told_no_more(lycee: Lycee, winter: Winter, day: date) -> None:
    facts = await told_of(winter.at(paris(day, 9)), NoticeKind.YEAR_END, ABOUT)
    assert not facts.standing


async def test_a_lycee_without_pupils_and_another_one_are_told_nothing(
    lycee: Lycee, other_lycee: Lycee
) -> None:
    at = replace(lycee, now=paris(JUNE, 9))
    assert not (await told_of(at, NoticeKind.YEAR_END, ABOUT)).standing
    assert await told(at, (NoticeKind.YEAR_END, uuid4())) == [None]
    assert await told(replace(other_lycee, now=at.now), (NoticeKind.YEAR_END, ABOUT)) == [None]
