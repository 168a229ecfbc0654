"""What the department reads of mobility aids: a total by lycée and school year, and nothing else."""

import httpx2

from contracts.identifiers import AidTotalsId, SchoolYear
from contracts.internships.mobility import MobilityAidTotalledV1
from contracts.publication import FactFamily
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from tests.supervision.browsing import without_tags
from tests.supervision.network import TODAY, YEAR, Network, an_id, folded, lycee, published

PAGE = "/departement/lycees?annee=2026-2027"


def total(pupils: int, euros: int, year: SchoolYear = YEAR) -> MobilityAidTotalledV1:
    return MobilityAidTotalledV1(
        totals_id=AidTotalsId(an_id(f"aids {year}")),
        school_year=year,
        pupils=pupils,
        amount_euros=euros,
        occurred_on=TODAY,
    )


async def shown(work: UnitsOfWork, supervisor: httpx2.AsyncClient, network: Network) -> str:
    await folded(work, network.told)
    return without_tags((await supervisor.get(PAGE)).text)


def a_network(*totals: MobilityAidTotalledV1) -> Network:
    network = Network()
    network.tell(lycee("Lycée Bourdelle"))
    for version, one in enumerate(totals, start=1):
        network.tell(one, version=version)
    return network


async def test_the_last_total_of_the_year_is_shown(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = a_network(total(6, 700), total(12, 1840), total(40, 9000, SchoolYear("2025-2026")))
    text = await shown(work, supervisor, network)
    assert "Aides à la mobilité, 2026-2027 : au moins 1 840 € pour au moins 12 élèves." in text
    assert "9 000" not in text


async def test_nothing_is_said_of_a_lycee_that_took_all_of_them_back(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    assert "Aides à la mobilité" not in await shown(
        work, supervisor, a_network(total(6, 700), total(0, 0))
    )


async def test_what_the_head_keeps_is_not_shown(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = a_network(total(6, 700))
    network.tell(published(FactFamily.COVERAGE, (TODAY, False)))
    assert "Aides à la mobilité" not in await shown(work, supervisor, network)
