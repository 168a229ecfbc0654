"""Lycées nobody hears of are found until they are heard of."""

from datetime import timedelta

from contracts.identifiers import Uai
from services.chassis.operations.measures import Gauge
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.supervision.queries.silence import read_silent_lycees
from tests.supervision.network import (
    BOURDELLE,
    NOW,
    OTHER,
    SILENT,
    WHOLE_DEPARTMENT,
    WOOD,
    Network,
    folded,
    formation,
    lycee,
)

MANY = tuple(
    Uai(text)
    for text in (
        "0829001N",
        "0829002P",
        "0829003R",
        "0829004S",
        "0820032P",
        "0820004J",
        "0820016X",
    )
)
WEEK = timedelta(days=7)


async def read(work: UnitsOfWork, *, days: int) -> Gauge:
    async with work.begin(WHOLE_DEPARTMENT, now=NOW + timedelta(days=days)) as uow:
        [gauge] = await read_silent_lycees(uow)
        return gauge


async def test_a_lycee_that_tells_nothing_for_a_week_is_found_until_it_does(
    work: UnitsOfWork,
) -> None:
    network = Network()
    for uai, name, days in ((BOURDELLE, "Lycée Bourdelle", 0), (OTHER, "Lycée Michelet", 2)):
        network.tell(lycee(name, uai), uai=uai)
        network.tell(formation("Électricité"), uai=uai, at=NOW + timedelta(days=days))
    await folded(work, network.told)

    assert (await read(work, days=6)).finding is None
    one = await read(work, days=8)
    assert one.value == 1
    assert one.finding is not None
    assert one.finding.what == "Aucune nouvelle depuis 7\u00a0jours\u202f: Lycée Bourdelle."
    assert one.finding.since == NOW + WEEK
    both = await read(work, days=10)
    assert both.value == 2
    assert both.finding is not None
    assert both.finding.what.endswith("Lycée Bourdelle, Lycée Michelet.")

    for uai in (BOURDELLE, OTHER):
        network.tell(formation("Bois", WOOD), uai=uai, at=NOW + timedelta(days=9))
    await folded(work, network.told)
    quiet = await read(work, days=10)
    assert (quiet.value, quiet.finding) == (0, None)


async def test_a_lycee_that_has_not_begun_is_counted_and_nothing_is_wrong(
    work: UnitsOfWork,
) -> None:
    network = Network()
    network.tell(lycee("Lycée nouveau", SILENT), uai=SILENT)
    await folded(work, network.told)
    gauge = await read(work, days=30)
    assert (gauge.value, gauge.oldest_at, gauge.finding) == (1, None, None)


async def test_a_department_on_holiday_is_named_in_part(work: UnitsOfWork) -> None:
    network = Network()
    for number, uai in enumerate(MANY):
        network.tell(lycee(f"Lycée {number}", uai), uai=uai)
        network.tell(formation("Électricité"), uai=uai, at=NOW)
    await folded(work, network.told)
    finding = (await read(work, days=30)).finding
    assert finding is not None
    assert finding.what.endswith("Lycée 0, Lycée 1, Lycée 2, Lycée 3, Lycée 4 et 2 autres.")
