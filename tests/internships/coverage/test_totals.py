"""What the tracker states of itself each night is what the department folded of its facts."""

import asyncio
import json
import random
from dataclasses import asdict
from datetime import date, timedelta
from uuid import UUID

import asyncpg
import pytest

from contracts.identifiers import Uai
from contracts.internships.periods import CoverageChangedV1
from contracts.internships.totals import CoverageTotalsStatedV1
from contracts.publication import FactFamily
from services.chassis.database.engine import Database
from services.chassis.nats.parse_envelope import Unreadable
from services.chassis.operations.measures import Finding
from services.chassis.operations.publication_lag import lycees_told_of, waiting_until
from services.chassis.projections import Recorded
from services.chassis.projections.decoder import Decoding
from services.chassis.unit_of_work.scheduled_jobs import run_due_work
from services.chassis.unit_of_work.unit_of_work import Scope, UnitsOfWork
from services.internships.coverage.commands import count_coverage, state_coverage
from services.internships.publications.commands import change_publication
from services.internships.subscribers import timed
from services.supervision.exactness.queries.folded import folded_coverage
from services.supervision.exactness.queries.verified import read_differing_coverage
from services.supervision.read_models.store import fold
from services.supervision.service import SERVICE as SUPERVISION
from services.supervision.subscribers import DEPARTMENT
from tests.internships.test_the_figures_add_up import Year
from tests.internships.world import CARE, ELEC, NOW, TODAY, Lycee
from tests.support.services import Opened

WHOLE_DEPARTMENT = Scope(frozenset(), department_wide=True)
DECODING = Decoding(DEPARTMENT)
A_YEAR_LATER = NOW + timedelta(days=100)


async def night(lycee: Lycee, database: Database, days: int = 1) -> None:
    """Let the timed work of a night run, so many days from now."""
    await run_due_work(timed, lycee.units, database.relay_dsn, lycee.now + timedelta(days=days))


async def a_class(lycee: Lycee, pupils: int = 4) -> tuple[list[UUID], UUID]:
    formation = await lycee.opens(ELEC)
    names = [f"NOM{rank} Zoé 2ELEC" for rank in range(pupils)]
    found = await lycee.imports(*names, classes={"2ELEC": formation})
    return list(found), await lycee.publishes_a_period(formation)


async def decides(lycee: Lycee, *, opened: bool, version: int, on: date = TODAY) -> None:
    await lycee.do(
        change_publication,
        uai=lycee.uai,
        family=FactFamily.COVERAGE,
        opened=opened,
        from_on=on,
        version=version,
        now=lycee.now,
    )


async def told(superuser: asyncpg.Connection) -> list[Recorded]:
    """Everything the trackers told the department, as supervision receives it."""
    found = []
    for row in await superuser.fetch(
        "SELECT subject, headers, payload FROM journal WHERE audience = 'department'"
        " ORDER BY position"
    ):
        addressed = DECODING.address(row["subject"], json.loads(row["headers"]))
        assert not isinstance(addressed, Unreadable)
        recorded = DECODING.decode(addressed, row["payload"].encode())
        assert not isinstance(recorded, Unreadable)
        found.append(recorded)
    return found


def statements(facts: list[Recorded]) -> list[Recorded]:
    return [one for one in facts if one.subject.event == "coverage_totals_stated"]


async def hears(supervision: UnitsOfWork, facts: list[Recorded]) -> None:
    async with supervision.begin(WHOLE_DEPARTMENT, now=A_YEAR_LATER) as uow:
        await fold(uow.connection, facts)


async def finding(supervision: UnitsOfWork) -> Finding | None:
    async with supervision.begin(WHOLE_DEPARTMENT, now=A_YEAR_LATER) as uow:
        [gauge] = await read_differing_coverage(uow)
        return gauge.finding


async def test_coverage_is_stated_every_night(lycee: Lycee, database: Database) -> None:
    pupils, period = await a_class(lycee)
    site = await lycee.knows_a_host()
    await lycee.places(pupils[0], period, site)
    await night(lycee, database)
    await night(lycee, database)
    await lycee.places(pupils[1], period, site)
    await night(lycee, database, 2)

    stated = await lycee.published(CoverageTotalsStatedV1)
    assert [one.school_year for one in stated] == ["2026-2027"] * 2
    assert len({one.totals_id for one in stated}) == 1
    figures = {"exempted": 0, "left": 0, "agreement_issued": 0, "agreement_signed": 0}
    assert [[p.model_dump() for p in one.periods] for one in stated] == [
        [{"period_id": period, "concerned": 4, "host_agreed": agreed, **figures}]
        for agreed in (1, 2)
    ]


async def test_a_period_without_any_pupil_is_stated_as_zero(
    lycee: Lycee, database: Database
) -> None:
    period = await lycee.publishes_a_period(await lycee.opens(ELEC))
    await night(lycee, database)
    [stated] = await lycee.published(CoverageTotalsStatedV1)
    [one] = stated.periods
    assert (one.period_id, one.concerned, one.host_agreed) == (period, 0, 0)


async def test_what_is_stated_is_counted_among_the_pupils(
    lycee: Lycee,
    database: Database,
    opened: Opened,
    superuser: asyncpg.Connection,
) -> None:
    """A change that no fact told, as a use case with a bug would make it, is a gap."""
    supervision = await opened(SUPERVISION)
    pupils, _ = await a_class(lycee)
    await superuser.execute("DELETE FROM pupils WHERE pupil_year_id = $1", pupils[0])
    await night(lycee, database)
    await hears(supervision, await told(superuser))
    found = await finding(supervision)
    assert found is not None
    assert "élèves concernés\u202f: 3 au suivi des PFMP, 4 d’après" in found.what


async def test_what_a_head_keeps_is_not_stated(
    lycee: Lycee, database: Database, opened: Opened, superuser: asyncpg.Connection
) -> None:
    supervision = await opened(SUPERVISION)
    pupils, period = await a_class(lycee)
    await decides(lycee, opened=False, version=0)
    site = await lycee.knows_a_host()
    await lycee.places(pupils[0], period, site)
    # Next year’s, published before the summer, while nothing is told.
    formation = await lycee.opens(ELEC)
    starts_on, ends_on = date(2027, 11, 8), date(2027, 12, 3)
    coming = await lycee.publishes_a_period(formation, starts_on=starts_on, ends_on=ends_on)
    await night(lycee, database)
    assert await lycee.published(CoverageTotalsStatedV1) == []

    lycee.now += timedelta(days=2)
    await decides(lycee, opened=True, version=1, on=TODAY + timedelta(days=2))
    # Before what happened meanwhile is told, nothing could be compared.
    await lycee.do(state_coverage, uai=lycee.uai, now=lycee.now)
    assert await lycee.published(CoverageTotalsStatedV1) == []
    await night(lycee, database)
    stated = await lycee.published(CoverageTotalsStatedV1)
    assert [one.school_year for one in stated] == ["2026-2027", "2027-2028"]
    assert {one.period_id for one in await lycee.published(CoverageChangedV1)} == {period, coming}
    await hears(supervision, await told(superuser))
    assert await finding(supervision) is None


async def test_a_lost_fact_is_seen_until_it_is_sent_again(
    lycee: Lycee, database: Database, opened: Opened, superuser: asyncpg.Connection
) -> None:
    supervision = await opened(SUPERVISION)
    pupils, period = await a_class(lycee)
    await lycee.places(pupils[0], period, await lycee.knows_a_host())
    for days in (1, 2):
        await night(lycee, database, days)
    facts = await told(superuser)
    lost = [one for one in facts if one.subject.event == "coverage_changed"][-1]

    await hears(supervision, [one for one in facts if one is not lost])
    found = await finding(supervision)
    assert found is not None
    assert found.code == "coverage-differs"
    assert found.what.endswith(
        "(PFMP du 4 au 29\u00a0janvier 2027, lieux d’accueil confirmés\u202f: "
        "1 au suivi des PFMP, 0 d’après les faits reçus)."
    )
    assert "passerelle rebuild supervision" in found.todo
    # Since the first of the two nights.
    first, second = [one.envelope.time for one in statements(facts)]
    assert found.since == first < second

    await hears(supervision, [lost])
    assert await finding(supervision) is None


async def test_one_lycee_more_does_not_make_up_for_one_less(
    lycee: Lycee,
    other_lycee: Lycee,
    database: Database,
    opened: Opened,
    superuser: asyncpg.Connection,
) -> None:
    """Together both have as many places as were told of."""
    supervision = await opened(SUPERVISION)
    for one in (lycee, other_lycee):
        pupils, period = await a_class(one)
        placement = await one.places(pupils[0], period, await one.knows_a_host())
        if one is other_lycee:
            await one.withdraws(placement, version=2)
    await night(lycee, database)
    facts = await told(superuser)
    lost = {
        uai: [f for f in facts if f.subject.event == "coverage_changed" and f.subject.uai == uai][
            -1
        ]
        for uai in (lycee.uai, other_lycee.uai)
    }
    await hears(supervision, [one for one in facts if one not in lost.values()])
    found = await finding(supervision)
    assert found is not None
    assert "1 au suivi des PFMP, 0 d’après" in found.what
    assert "0 au suivi des PFMP, 1 d’après" in found.what
    await hears(supervision, [lost[lycee.uai]])
    found = await finding(supervision)
    assert found is not None
    assert found.what.count("d’après les faits reçus") == 1
    assert other_lycee.uai in found.what


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_happened_nothing_differs(
    lycee: Lycee,
    database: Database,
    opened: Opened,
    superuser: asyncpg.Connection,
    seed: int,
) -> None:
    """Duplicates, and statements that arrive in any order, change nothing."""
    supervision = await opened(SUPERVISION)
    chance = random.Random(seed)
    year = Year(lycee, chance)
    await year.begin()
    for step in range(280):
        await year.act(step)
        if step % 40 == 39 and step < 240:
            await lycee.do(state_coverage, uai=lycee.uai, now=lycee.now)

    facts = await told(superuser)
    assert len(statements(facts)) == 6
    facts += chance.sample(facts, 40)
    chance.shuffle(facts)
    for start in range(0, len(facts), 50):
        await hears(supervision, facts[start : start + 50])
    assert await finding(supervision) is None

    after = [one.subject.event for one in await told(superuser)]
    assert "coverage_changed" in after[-after[::-1].index("coverage_totals_stated") :]


@pytest.mark.parametrize("seed", range(3))
async def test_what_is_recorded_while_somebody_counts_is_on_both_sides_or_none(
    lycee: Lycee, opened: Opened, superuser: asyncpg.Connection, seed: int
) -> None:
    supervision = await opened(SUPERVISION)
    chance = random.Random(seed)
    pupils, period = await a_class(lycee, 24)
    site = await lycee.knows_a_host()
    proposed = [await lycee.proposes(pupil, period, site) for pupil in pupils]
    counts = []

    async def confirm(placement: UUID) -> None:
        await lycee.confirms(placement)

    async def state() -> None:
        await lycee.do(state_coverage, uai=lycee.uai, now=lycee.now)

    async def audit() -> None:
        counts.append(await lycee.do(count_coverage, uai=lycee.uai, now=lycee.now))

    work = [*(confirm(one) for one in proposed), *(state() for _ in range(6))]
    work += [audit() for _ in range(6)]
    chance.shuffle(work)
    running: set[asyncio.Task[None]] = set()
    for one in work:
        running.add(asyncio.create_task(one))
        if len(running) >= 4:
            done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.gather(*done)
    await asyncio.gather(*running)

    await hears(supervision, await told(superuser))
    assert await finding(supervision) is None
    assert len(await lycee.published(CoverageChangedV1)) >= 24
    places = set()
    async with supervision.begin(WHOLE_DEPARTMENT, now=NOW) as uow:
        for counted in counts:
            assert counted is not None
            [figures] = counted.years.values()
            folded = await folded_coverage(uow, Uai(lycee.uai), counted.sequence + 1)
            assert asdict(figures[period]) == folded[period][1]
            places.add(figures[period].host_agreed)
    assert len(places) > 1, "nothing was recorded between two counts"


async def test_facts_that_were_counted_are_waited_for_and_no_later_ones(
    lycee: Lycee, other_lycee: Lycee, superuser: asyncpg.Connection
) -> None:
    """Nothing sends them here but this test."""
    for one in (lycee, other_lycee):
        await a_class(one)
    counted = await lycee.do(count_coverage, uai=lycee.uai, now=NOW)
    assert counted is not None
    await lycee.opens(CARE)  # after it

    async def waits() -> int:
        async with lycee.units.begin(WHOLE_DEPARTMENT) as uow:
            assert await lycees_told_of(uow) == {lycee.uai, other_lycee.uai}
            return await waiting_until(uow, {lycee.uai: counted.sequence})

    sending = "UPDATE journal SET sent_at = now() WHERE uai = $1 AND sequence < $2"
    assert await waits() == 1
    await superuser.execute(sending, lycee.uai, counted.sequence)
    assert await waits() == 1
    # Refused for good: it is missing, not on its way.
    await superuser.execute(
        "UPDATE journal SET send_error = 'refused' WHERE uai = $1 AND sequence = $2",
        lycee.uai,
        counted.sequence,
    )
    assert await waits() == 0
