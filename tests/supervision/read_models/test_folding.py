"""The read models are a fold of the events: in any order, any number of times, the same."""

import random
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.event import REGISTRY
from contracts.published import published
from services.chassis.projections import Recorded
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.supervision.read_models.model.fold import Folded
from services.supervision.subscribers import DEPARTMENT
from tests.supervision.network import (
    BOURDELLE,
    ELECTRICITY,
    NOW,
    OTHER,
    Network,
    a_year,
    coverage,
    folded,
    lycee,
    tables,
)


def memory(batch: list[Recorded]) -> Folded:
    result = Folded()
    for recorded in batch:
        result.fold(recorded.envelope, recorded.data)
    return result


@given(st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(rng: random.Random) -> None:
    told = a_year().told
    again = told + rng.sample(told, k=len(told) // 2)
    rng.shuffle(again)
    assert memory(again) == memory(told)


def test_the_newest_version_wins() -> None:
    result = memory(a_year().told)
    agreed = {row["uai"]: row["host_agreed"] for row in result.coverages.values()}
    assert agreed == {BOURDELLE: 4, OTHER: 4}
    assert [row["mefs"] for row in result.periods.values()] == [[ELECTRICITY], [ELECTRICITY]]
    assert "SARL Nouvelle" in [row["public_name"] for row in result.companies.values()]


def test_everything_the_department_may_learn_is_folded() -> None:
    heard = {event for event in REGISTRY.values() if event in DEPARTMENT.events}
    assert heard == {
        event
        for event in published()
        # What supervision itself says of the week is no news of the network.
        if event.audience() == "department" and event.service() != "supervision"
    }


def test_opening_a_lycee_is_not_news_of_it() -> None:
    network = Network()
    network.tell(lycee("Lycée Bourdelle"))
    assert memory(network.told).freshness == {}


@pytest.mark.parametrize("seed", range(5))
async def test_batches_of_any_size_in_any_order_give_the_same_tables(
    work: UnitsOfWork, seed: int
) -> None:
    rng = random.Random(seed)
    told = a_year().told
    await folded(work, told)
    expected = await tables(work)
    assert all(expected.values())

    again = told * 2
    rng.shuffle(again)
    while again:
        size = rng.randint(1, 7)
        await folded(work, again[:size])
        again = again[size:]
    assert await tables(work) == expected


async def test_an_older_telling_does_not_replace_a_newer_one(work: UnitsOfWork) -> None:
    network = Network()
    newer = network.tell(coverage(5), version=2, at=NOW)
    older = network.tell(coverage(9), version=1, at=NOW + timedelta(hours=1))
    await folded(work, [newer])
    await folded(work, [older])
    assert [row[7] for row in (await tables(work))["coverages"]] == [5]


async def test_a_lycee_cannot_write_over_another_ones_coverage(work: UnitsOfWork) -> None:
    network = Network()
    await folded(work, [network.tell(coverage(5)), network.tell(coverage(9), uai=OTHER, version=7)])
    found = {row[0]: row[7] for row in (await tables(work))["coverages"]}
    assert found == {BOURDELLE: 5, OTHER: 9}
