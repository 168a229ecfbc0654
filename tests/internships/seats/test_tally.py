"""The seats of each site, told once a night."""

from datetime import UTC, date, datetime, timedelta

import pytest

from contracts.internships.periods import SiteHostingTalliedV1
from services.chassis.database.engine import Database
from services.chassis.unit_of_work.nightly_jobs import next_night
from services.chassis.unit_of_work.scheduled_jobs import run_due_work
from services.internships.calendars.commands import reschedule_period
from services.internships.subscribers import timed
from tests.internships.world import ELEC, NOW, Lycee

TONIGHT = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (NOW, TONIGHT),
        (datetime(2026, 11, 25, 0, 30, tzinfo=UTC), TONIGHT),
        (TONIGHT, TONIGHT + timedelta(days=1)),
        # The clocks went back on 25 October: two o'clock comes twice, the first one counts.
        (datetime(2026, 10, 24, 12, 0, tzinfo=UTC), datetime(2026, 10, 25, 0, 0, tzinfo=UTC)),
        # On 28 March two o'clock does not exist: it is three o'clock in summer time.
        (datetime(2027, 3, 27, 12, 0, tzinfo=UTC), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
    ],
)
def test_seats_are_told_at_two_at_night_in_paris(now: datetime, due: datetime) -> None:
    assert next_night(now).astimezone(UTC) == due


def test_a_change_that_may_commit_after_the_count_waits_for_the_next_night() -> None:
    assert next_night(TONIGHT - timedelta(seconds=30)) == TONIGHT + timedelta(days=1)


async def night(database: Database, lycee: Lycee, at: datetime = TONIGHT) -> list[tuple[str, int]]:
    """Let the timed work of one night run; return what was told then."""
    before = len(await lycee.published(SiteHostingTalliedV1))
    await run_due_work(timed, lycee.units, database.relay_dsn, at)
    told = (await lycee.published(SiteHostingTalliedV1))[before:]
    return [(line.week, line.seats) for line in told]


async def test_a_confirmed_place_is_told_per_week_the_next_night_and_only_once(
    lycee: Lycee, database: Database
) -> None:
    formation = await lycee.opens(ELEC)
    lea, tom = await lycee.imports(
        "MARTIN Léa 2ELEC", "ROUX Tom 2ELEC", classes={"2ELEC": formation}
    )
    period = await lycee.publishes_a_period(formation)
    site = await lycee.knows_a_host()
    await lycee.places(lea, period, site)
    await lycee.places(tom, period, site)

    weeks = ["2027-W01", "2027-W02", "2027-W03", "2027-W04"]
    assert await night(database, lycee, TONIGHT - timedelta(minutes=1)) == []
    assert await night(database, lycee) == [(week, 2) for week in weeks]
    assert await night(database, lycee) == []

    (placement,) = await lycee.superuser.fetch(
        "SELECT placement_id FROM placements WHERE pupil_year_id = $1", lea
    )
    lycee.now = NOW + timedelta(days=1)
    await lycee.withdraws(placement["placement_id"], version=2)
    assert await night(database, lycee, TONIGHT + timedelta(days=1)) == [(w, 1) for w in weeks]
    first, *_, last = await lycee.published(SiteHostingTalliedV1)
    assert first.site_key == last.site_key == site
    versions = await lycee.superuser.fetch("SELECT DISTINCT version FROM tallies")
    assert [row["version"] for row in versions] == [2]


async def test_missed_nights_are_made_up_once(lycee: Lycee, database: Database) -> None:
    formation = await lycee.opens(ELEC)
    lea, tom = await lycee.imports(
        "MARTIN Léa 2ELEC", "ROUX Tom 2ELEC", classes={"2ELEC": formation}
    )
    period = await lycee.publishes_a_period(formation)
    site = await lycee.knows_a_host()
    await lycee.places(lea, period, site)
    lycee.now = NOW + timedelta(days=1)
    await lycee.places(tom, period, site)

    told = await night(database, lycee, TONIGHT + timedelta(days=6))
    assert [seats for _, seats in told] == [2, 2, 2, 2]


async def test_seats_move_with_the_dates_of_the_period(lycee: Lycee, database: Database) -> None:
    formation = await lycee.opens(ELEC)
    (lea,) = await lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": formation})
    period = await lycee.publishes_a_period(formation)
    await lycee.places(lea, period, await lycee.knows_a_host())
    await night(database, lycee)

    lycee.now = NOW + timedelta(days=1)
    await lycee.do(
        reschedule_period,
        period_id=period,
        version=2,
        starts_on=date(2027, 1, 11),
        ends_on=date(2027, 2, 5),
        weeks=4,
        now=lycee.now,
    )
    told = await night(database, lycee, TONIGHT + timedelta(days=1))
    assert told == [("2027-W01", 0), ("2027-W05", 1)]
