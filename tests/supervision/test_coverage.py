"""Coverage as the supervisor reads it."""

from datetime import date, timedelta

from contracts.identifiers import SchoolYear
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.supervision.domain.coverage import (
    Counts,
    LyceeCoverage,
    is_silent,
)
from services.supervision.queries.coverage import coverage as read_coverage
from services.supervision.queries.coverage import school_years
from tests.supervision.network import (
    BOURDELLE,
    ELECTRICITY,
    NOW,
    OTHER,
    SILENT,
    WHOLE_DEPARTMENT,
    WOOD,
    YEAR,
    Network,
    coverage,
    folded,
    formation,
    lycee,
    period,
)


async def read(work: UnitsOfWork, year: SchoolYear = YEAR) -> dict[str, LyceeCoverage]:
    async with work.begin(WHOLE_DEPARTMENT) as uow:
        return {lycee.uai: lycee for lycee in await read_coverage(uow, year=year)}


async def test_the_supervisor_sees_each_formation_of_each_period(work: UnitsOfWork) -> None:
    network = Network()
    network.tell(lycee("Lycée Bourdelle"))
    network.tell(formation("Électricité"))
    network.tell(period(ELECTRICITY, WOOD))
    network.tell(coverage(15))
    await folded(work, network.told)

    electricity, wood = (await read(work))[BOURDELLE].cells
    assert electricity.formation == "Électricité"
    assert electricity.counts is not None
    assert (electricity.counts.expected, electricity.counts.without) == (20, 5)
    assert electricity.counts.share(electricity.counts.host_agreed) == 75
    assert wood.formation == f"formation {WOOD}"


async def test_silence_is_not_zero(work: UnitsOfWork) -> None:
    network = Network()
    network.tell(lycee("Lycée Bourdelle"))
    network.tell(lycee("Lycée silencieux", SILENT), uai=SILENT)
    network.tell(period(ELECTRICITY))
    await folded(work, network.told)

    found = await read(work)
    assert found[BOURDELLE].cells[0].counts is None
    assert found[SILENT].heard_at is None
    assert found[SILENT].cells == ()
    assert is_silent(found[SILENT].heard_at, NOW)


async def test_counts_of_a_period_not_seen_yet_are_shown(work: UnitsOfWork) -> None:
    network = Network()
    network.tell(coverage(15))
    await folded(work, network.told)

    (cell,) = (await read(work))[BOURDELLE].cells
    assert cell.starts_on is None
    assert cell.counts is not None
    assert cell.counts.host_agreed == 15


async def test_a_school_year_shows_its_own_periods(work: UnitsOfWork) -> None:
    network = Network()
    network.tell(period(ELECTRICITY))
    network.tell(period(WOOD, name="last year", starts_on=date(2026, 6, 1)))
    network.tell(coverage(15))
    network.tell(coverage(4, mef=WOOD, name="last year"))
    await folded(work, network.told)

    this, last = SchoolYear("2026-2027"), SchoolYear("2025-2026")
    assert [cell.mef for cell in (await read(work, this))[BOURDELLE].cells] == [ELECTRICITY]
    assert [cell.mef for cell in (await read(work, last))[BOURDELLE].cells] == [WOOD]
    async with work.begin(WHOLE_DEPARTMENT) as uow:
        assert await school_years(uow) == [this, last]


async def test_the_age_of_news_is_that_of_the_last_event(work: UnitsOfWork) -> None:
    network = Network()
    network.tell(coverage(3), at=NOW - timedelta(days=12))
    network.tell(period(ELECTRICITY), at=NOW - timedelta(days=30))
    network.tell(coverage(1), uai=OTHER, at=NOW - timedelta(minutes=3))
    await folded(work, network.told)

    found = await read(work)
    assert found[BOURDELLE].heard_at == NOW - timedelta(days=12)
    assert is_silent(found[BOURDELLE].heard_at, NOW)
    assert not is_silent(found[OTHER].heard_at, NOW)


async def test_a_scope_of_one_lycee_reads_nothing_of_another(work: UnitsOfWork) -> None:
    network = Network()
    network.tell(coverage(15), uai=OTHER)
    await folded(work, network.told)
    async with work.begin(type(WHOLE_DEPARTMENT)(frozenset({BOURDELLE}))) as uow:
        assert await read_coverage(uow, year=YEAR) == []


def test_nobody_expected_is_not_zero_percent() -> None:
    counts = Counts(4, 3, 1, 0, 0, 0)
    assert counts.expected == 0
    assert counts.share(0) is None
