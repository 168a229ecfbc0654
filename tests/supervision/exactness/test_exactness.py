"""Figures beside what each lycée counts itself: « écart 0 », or which lycée, what, since when."""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import httpx2
import pytest
from sqlalchemy import text as sql

from contracts.identifiers import CoverageTotalsId, PeriodId, Uai
from contracts.internships.totals import CoverageTotalsStatedV1, PeriodTotals
from contracts.publication import FactFamily
from services.chassis.projections import Recorded
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.supervision.audit.queries import shown_otherwise
from services.supervision.exactness.queries.verified import read_differing_coverage
from tests.supervision.browsing import without_tags
from tests.supervision.network import (
    BOURDELLE,
    ELECTRICITY,
    NOW,
    OTHER,
    TODAY,
    WHOLE_DEPARTMENT,
    WOOD,
    YEAR,
    Network,
    an_id,
    coverage,
    folded,
    formation,
    lycee,
    period,
    published,
)

MATRIX = "/departement/couverture"
PAGES = (MATRIX, "/departement/lycees", f"/departement/lycees/{BOURDELLE}")
AGREES = "avec le suivi des PFMP des lycées : écart 0 (élèves concernés, dispensés, partis,"
DIFFERS = "qui ne trouvent pas les mêmes nombres"


def totals(host_agreed: int, *, concerned: int = 24) -> CoverageTotalsStatedV1:
    """What a lycée counted for January, its only period."""
    figures = PeriodTotals(
        period_id=PeriodId(an_id("january")),
        concerned=concerned,
        exempted=1,
        left=3,
        host_agreed=host_agreed,
        agreement_issued=0,
        agreement_signed=0,
    )
    return CoverageTotalsStatedV1(
        totals_id=CoverageTotalsId(an_id("totals")),
        school_year=YEAR,
        periods=(figures,),
        occurred_on=TODAY,
    )


def a_lycee(network: Network, name: str = "Lycée Bourdelle", uai: Uai = BOURDELLE) -> None:
    network.tell(lycee(name, uai), uai=uai)
    network.tell(formation("Électricité"), uai=uai)
    network.tell(period(ELECTRICITY), uai=uai)


def two_lycees() -> Network:
    network = Network()
    for name, uai in (("Lycée Bourdelle", BOURDELLE), ("Lycée Michelet", OTHER)):
        a_lycee(network, name, uai)
        network.tell(coverage(3), uai=uai)
    return network


async def read(browser: httpx2.AsyncClient, page: str) -> str:
    text = " ".join(without_tags((await browser.get(page)).text).split())
    return text.replace("\u202f", " ").replace("\u00a0", " ")


async def since(work: UnitsOfWork) -> datetime | None:
    """Since when figures differ, as the doctor says it; None: they do not."""
    async with work.begin(WHOLE_DEPARTMENT, now=NOW) as uow:
        [gauge] = await read_differing_coverage(uow)
        return gauge.oldest_at


async def test_figures_that_agree_are_said_to(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = two_lycees()
    network.tell(coverage(3, mef=WOOD, name="january", concerned=0))
    network.tell(
        totals(6, concerned=24).model_copy(
            update={
                "periods": (totals(6).periods[0].model_copy(update={"exempted": 2, "left": 6}),)
            }
        )
    )
    network.tell(coverage(9), version=2)  # after it
    await folded(work, network.told)
    for page in PAGES:
        text = await read(supervisor, page)
        assert AGREES in text, page
        assert DIFFERS not in text, page
    assert "Chiffres différents" not in await read(supervisor, "/departement")


async def test_nothing_is_said_before_a_lycee_stated_anything(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    await folded(work, two_lycees().told)
    for page in PAGES:
        assert "écart" not in (await read(supervisor, page)).lower(), page


async def test_a_lost_fact_is_told_with_its_lycee_its_period_and_since_when(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = two_lycees()
    network.tell(totals(3), uai=OTHER)
    network.tell(totals(3), version=1)
    lost = network.tell(coverage(4), version=2)
    first = network.tell(totals(4), version=2, at=NOW + timedelta(hours=17))
    network.tell(totals(4), version=3, at=NOW + timedelta(hours=41))
    await folded(work, [one for one in network.told if one is not lost])

    for page in PAGES:
        text = await read(supervisor, page)
        assert DIFFERS in text, page
        assert AGREES not in text, page
        assert (
            "Lycée Bourdelle : PFMP du 4 au 29 janvier 2027, lieux d’accueil confirmés : "
            "4 au suivi des PFMP, 3 d’après les faits reçus (depuis le mercredi 25 novembre 2026"
        ) in text, page
        assert "Lycée Michelet : PFMP" not in text, page
    glance = await read(supervisor, "/departement")
    assert glance.count("Chiffres différents de ceux de son suivi des PFMP") == 1
    assert await since(work) == first.envelope.time

    await folded(work, [lost])
    for page in PAGES:
        assert AGREES in await read(supervisor, page), page
    assert await since(work) is None


async def test_a_break_in_a_gap_begins_it_anew(work: UnitsOfWork) -> None:
    network = two_lycees()
    network.tell(totals(5), version=1)
    network.tell(totals(3), version=2, at=NOW + timedelta(days=1))
    last = network.tell(totals(5), version=3, at=NOW + timedelta(days=2))
    await folded(work, network.told)
    assert await since(work) == last.envelope.time


async def test_what_is_stated_twice_or_arrives_late_changes_nothing(work: UnitsOfWork) -> None:
    network = two_lycees()
    network.tell(totals(9), version=1)  # a lycée that counted wrong once
    network.tell(coverage(4), version=2)
    network.tell(totals(4), version=2, at=NOW + timedelta(days=1))
    for seed in range(6):
        facts: list[Recorded] = network.told * 2
        random.Random(seed).shuffle(facts)
        for one in facts:
            await folded(work, [one])
        assert await since(work) is None


async def test_the_gap_of_one_lycee_is_not_hidden_by_that_of_another(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    """Together they have what both told of."""
    network = two_lycees()
    network.tell(totals(2), uai=BOURDELLE)
    network.tell(totals(4), uai=OTHER)
    await folded(work, network.told)
    text = await read(supervisor, MATRIX)
    assert "2 au suivi des PFMP, 3 d’après" in text
    assert "4 au suivi des PFMP, 3 d’après" in text
    # The page of one lycée tells of no other.
    one = await read(supervisor, f"/departement/lycees/{OTHER}")
    assert "4 au suivi des PFMP, 3 d’après" in one
    assert "2 au suivi des PFMP, 3 d’après" not in one


async def test_a_lycee_that_states_nothing_any_more_is_told_with_how_long(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    network = two_lycees()
    network.tell(period(name="coming", starts_on=datetime.now(UTC).date() + timedelta(days=30)))
    network.tell(totals(3), at=NOW - timedelta(days=5000))
    await folded(work, network.told)
    text = await read(supervisor, MATRIX)
    assert "Sans décompte récent, donc non vérifiés depuis : Lycée Bourdelle (le" in text
    assert "Lycée Michelet (le" not in text


async def test_who_has_nobody_to_count_this_year_is_not_called_late(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient
) -> None:
    """In August: the periods of the year that is over are stated no more, and no other is there."""
    network = Network()
    network.tell(lycee("Lycée Bourdelle"))
    network.tell(period(starts_on=date(2020, 1, 6)))
    network.tell(coverage(3))
    network.tell(totals(3), at=NOW - timedelta(days=5000))
    await folded(work, network.told)
    text = await read(supervisor, MATRIX)
    assert "écart 0" in text
    assert "Sans décompte récent" not in text


@pytest.mark.parametrize("page", [MATRIX, "/departement/lycees"])
async def test_what_a_head_keeps_is_not_compared(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient, page: str
) -> None:
    network = two_lycees()
    network.tell(totals(9))
    network.tell(published(FactFamily.COVERAGE, (TODAY - timedelta(days=5000), False)))
    await folded(work, network.told)
    text = await read(supervisor, page)
    assert "suivi des PFMP" not in text
    assert await since(work) is None


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("UPDATE coverages SET host_agreed = 9", "9 au tableau, 3 d’après les faits reçus"),
        ("DELETE FROM coverages", "0 au tableau, 3 d’après les faits reçus"),
        ("DELETE FROM coverage_tellings", "3 au tableau, 0 d’après les faits reçus"),
    ],
)
async def test_a_table_that_does_not_show_what_was_told_is_found(
    work: UnitsOfWork, damage: str, said: str
) -> None:
    await folded(work, two_lycees().told)
    async with work.begin(WHOLE_DEPARTMENT, now=NOW) as uow:
        assert await shown_otherwise(uow) == {}
        await uow.execute(sql(f"{damage} WHERE uai = '{OTHER}'"))
        found = await shown_otherwise(uow)
    assert set(found) == {OTHER}
    lines: Sequence[str] = found[OTHER]
    assert any(said in line and "lieux d’accueil confirmés" in line for line in lines), lines
