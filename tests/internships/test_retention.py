"""Pupils of past years lose their names by themselves; the figures stay, and so does the proof."""

import hashlib
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import pytest_asyncio

from contracts.identifiers import SchoolYear
from contracts.internships.periods import CoverageChangedV1, PupilErasedV1
from services.chassis.base.identity import Role
from services.chassis.privacy.retention.purge import purge_all
from services.internships.base.named_years import oldest_named, unnamed_on
from services.internships.retention import retention
from tests.internships.conftest import Served
from tests.internships.world import BOURDELLE, ELEC, TODAY, Lycee

IN_TIME = datetime(2027, 10, 30, 12, 0, tzinfo=UTC)
PAST = datetime(2027, 10, 31, 12, 0, tzinfo=UTC)


@pytest_asyncio.fixture
async def pupils(lycee: Lycee) -> list[UUID]:
    """Two pupils of 2026-2027, one of them placed."""
    formation = await lycee.opens(ELEC)
    known = await lycee.imports("MARTIN Léa 2ELEC", "ROUX Tom 2ELEC", classes={"2ELEC": formation})
    period = await lycee.publishes_a_period(formation)
    await lycee.places(known[0], period, await lycee.knows_a_host())
    return list(known)


async def names(lycee: Lycee) -> list[str]:
    rows = await lycee.superuser.fetch("SELECT last_name FROM pupils ORDER BY last_name")
    return [row["last_name"] for row in rows]


@pytest.mark.parametrize(
    ("day", "oldest"),
    [
        ("2026-11-24", "2026-2027"),
        ("2027-06-30", "2026-2027"),
        ("2027-09-15", "2026-2027"),
        ("2027-10-30", "2026-2027"),
        ("2027-10-31", "2027-2028"),
        ("2028-02-01", "2027-2028"),
    ],
)
def test_a_school_year_is_named_until_the_autumn_after_it(day: str, oldest: str) -> None:
    assert oldest_named(datetime.fromisoformat(day).date(), "10-31") == SchoolYear(oldest)


@pytest.mark.parametrize(
    ("purged_on", "gone"),
    [
        ("10-31", "2027-10-31"),
        ("08-31", "2027-08-31"),
        # A day of the year itself: it goes once the next one has begun.
        ("07-31", "2027-08-01"),
        ("02-15", "2027-08-01"),
    ],
)
def test_the_day_a_school_year_is_named_no_more_is_known_before(purged_on: str, gone: str) -> None:
    day = unnamed_on(SchoolYear("2026-2027"), purged_on)

    assert day.isoformat() == gone
    assert oldest_named(day, purged_on) > SchoolYear("2026-2027")
    assert oldest_named(day - timedelta(days=1), purged_on) <= SchoolYear("2026-2027")


async def test_names_go_on_their_day_and_figures_do_not_move(
    lycee: Lycee, pupils: list[UUID]
) -> None:
    told = len(await lycee.published(CoverageChangedV1))

    await purge_all(lycee.units, retention, now=IN_TIME)
    assert await names(lycee) == ["MARTIN", "ROUX"]
    await purge_all(lycee.units, retention, now=PAST)
    await purge_all(lycee.units, retention, now=PAST)

    assert await names(lycee) == [None, None]
    assert len(await lycee.published(CoverageChangedV1)) == told
    assert await lycee.published(PupilErasedV1) == []
    assert await lycee.superuser.fetchval("SELECT count(*) FROM placements") == 1
    [proof] = await lycee.superuser.fetch("SELECT * FROM purges WHERE rule = 'pupils'")
    digest = hashlib.sha256(b"".join(one.bytes for one in sorted(pupils))).digest()
    assert (proof["rule"], proof["removed"], proof["ids_hash"]) == ("pupils", 2, digest)
    assert (proof["uai"], proof["account_id"], proof["at"]) == (BOURDELLE, None, PAST)


async def test_the_head_sees_what_would_go_and_has_it_gone(
    app: Served, lycee: Lycee, pupils: list[UUID]
) -> None:
    year = SchoolYear("2025-2026")
    await lycee.superuser.execute(
        "UPDATE pupils SET school_year = $1 WHERE last_name = 'ROUX'", year
    )
    async with app.visited_by((Role.HEAD, BOURDELLE)) as head:
        page = await head.get("/conservation/internships")
        assert "ROUX Tom" in page.text
        assert "MARTIN" not in page.text
        form = page.form("/conservation/internships")
        assert "ne revient pas" in (await head.send(form)).text
        assert await names(lycee) == ["MARTIN", "ROUX"]

        done = await head.send(form, sure="true")

    assert "1 fiche purgée." in done.text
    assert "Noms des élèves" in done.text
    assert await names(lycee) == ["MARTIN", None]
    audited = await lycee.superuser.fetchval(
        "SELECT count(*) FROM audit_entries WHERE action = 'purge' AND uai = $1", BOURDELLE
    )
    assert audited == 1
    async with app.visited_by((Role.RBDE, BOURDELLE)) as bureau:
        assert (await bureau.get("/conservation/internships")).status == 404


async def test_answers_to_forms_go_after_a_month(lycee: Lycee) -> None:
    old = datetime(2026, 10, 1, tzinfo=UTC)
    await lycee.superuser.execute(
        "INSERT INTO commands (command_id, fingerprint, recorded_at) VALUES"
        " (gen_random_uuid(), ''::bytea, $1), (gen_random_uuid(), ''::bytea, $2)",
        old,
        lycee.now,
    )

    await purge_all(lycee.units, retention, now=lycee.now)

    assert await lycee.superuser.fetchval("SELECT count(*) FROM commands") == 1
    assert await lycee.superuser.fetchval("SELECT count(*) FROM purges") == 0
    assert lycee.now.date() == TODAY
