"""What is counted of needs and requests: in time, by outcome, with what was not told apart from zero."""

from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest

from contracts.coordination.dues import NetworkDueKind, NetworkDueStanding
from contracts.coordination.needs import NeedOutcome
from contracts.identifiers import SchoolYear
from services.chassis.base.settings import placeholder_uai
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.supervision.base.figures import Figure, Told, Untold
from services.supervision.departures.model.reasons import (
    WEIGHTS,
    Reason,
    calls_for_help,
    heaviest_first,
    leaves_in,
    weight_of,
)
from services.supervision.indicators.model import BY_CODE
from services.supervision.indicators.model.indicator import line
from services.supervision.indicators.queries.facts import lycee_facts
from services.supervision.network_dues.model import Due, waiting_by_lycee
from tests.supervision.network import (
    BOURDELLE,
    NOW,
    OTHER,
    SILENT,
    TODAY,
    WHOLE_DEPARTMENT,
    Network,
    due,
    folded,
    formation,
    lycee,
)

DSDEN = placeholder_uai("82")
W, P, D, OVER = (
    NetworkDueStanding.WAITING,
    NetworkDueStanding.PROMISED,
    NetworkDueStanding.DONE,
    NetworkDueStanding.OVER,
)
NEED, SUPPORT = NetworkDueKind.NEED, NetworkDueKind.SUPPORT


async def figures(work: UnitsOfWork, code: str) -> tuple[Told, dict[str, Told]]:
    """Of the department, and of each lycée."""
    async with work.begin(WHOLE_DEPARTMENT, now=NOW) as uow:
        facts = await lycee_facts(uow, SchoolYear.of(TODAY))
    measured = line(BY_CODE[code], facts)
    return measured.total, dict(measured.by_lycee)


def three_lycees() -> Network:
    network = Network()
    for name, uai in (("Bourdelle", BOURDELLE), ("Michelet", OTHER), ("Muet", SILENT)):
        network.tell(lycee(name, uai), uai=uai)
        network.tell(formation("Bac pro MELEC"), uai=uai)
    return network


def needs_of_a_year() -> Network:
    network = three_lycees()
    past = TODAY - timedelta(days=1)
    helped, nothing = NeedOutcome.HELPED, NeedOutcome.NO_SOLUTION
    told: list[tuple[str, Any, dict[str, Any]]] = [
        ("a", DSDEN, {"standing": D, "working_days": 5, "outcome": helped}),
        ("a", BOURDELLE, {"standing": D, "working_days": 5, "outcome": helped}),
        ("b", DSDEN, {"standing": P, "working_days": 6, "escalated": True}),
        ("b", BOURDELLE, {"standing": OVER, "escalated": False}),
        ("b", OTHER, {"standing": P, "working_days": 6, "escalated": True}),
        ("c", DSDEN, {"due_on": past, "escalated": True}),
        ("c", OTHER, {"due_on": past, "escalated": True}),
        # Its delay still runs, on its very last day too.
        ("d", DSDEN, {"due_on": TODAY}),
        ("e", DSDEN, {"standing": D, "working_days": 0, "outcome": nothing}),
        ("f", DSDEN, {"standing": OVER, "working_days": 1}),
        ("last year", DSDEN, {"standing": D, "working_days": 1, "since_on": date(2026, 3, 2)}),
    ]
    for name, uai, more in told:
        network.tell(due(name, **more), uai=uai)
    return network


@pytest.mark.parametrize(
    ("code", "total", "bourdelle", "michelet"),
    [
        ("besoins-recus", Figure(5), Figure(1), Figure(2)),
        ("besoins-pris-a-temps", Figure(2, 4), Figure(1, 1), Figure(0, 2)),
        ("besoins-aides", Figure(1, 2), Figure(1, 1), Untold.NOTHING),
        ("besoins-sans-solution", Figure(1, 2), Figure(0, 1), Untold.NOTHING),
        ("besoins-injoignables", Figure(0, 2), Figure(0, 1), Untold.NOTHING),
        ("besoins-remontes", Figure(2), Figure(0), Figure(2)),
    ],
)
async def test_needs_are_counted_once_for_the_department_and_where_they_were_sent(
    work: UnitsOfWork, code: str, total: Told, bourdelle: Told, michelet: Told
) -> None:
    await folded(work, needs_of_a_year().told)
    whole, by_lycee = await figures(work, code)
    assert whole == total
    assert (by_lycee[BOURDELLE], by_lycee[OTHER]) == (bourdelle, michelet)
    # Nothing was ever sent there: that is no zero.
    assert not isinstance(by_lycee[SILENT], Figure)


async def test_requests_have_the_median_of_their_delays(work: UnitsOfWork) -> None:
    network = three_lycees()
    for number, (uai, days) in enumerate(((BOURDELLE, 1), (BOURDELLE, 4), (OTHER, 9))):
        network.tell(due(f"r{number}", SUPPORT, standing=D, working_days=days), uai=uai)
    network.tell(due("waits", SUPPORT), uai=OTHER)
    network.tell(due("withdrawn", SUPPORT, standing=OVER), uai=OTHER)
    await folded(work, network.told)
    asked, by_lycee = await figures(work, "demandes-appui")
    assert (asked, by_lycee[BOURDELLE], by_lycee[OTHER]) == (Figure(4), Figure(2), Figure(2))
    delay, by_lycee = await figures(work, "delai-appui")
    assert (delay, by_lycee[BOURDELLE], by_lycee[OTHER]) == (Figure(4), Figure(4), Figure(9))


@pytest.mark.parametrize("order", list(permutations((1, 2, 3))))
async def test_the_newest_standing_counts_whatever_came_first_and_however_often(
    work: UnitsOfWork, order: tuple[int, ...]
) -> None:
    network = three_lycees()
    steps: dict[int, dict[str, Any]] = {
        1: {},
        2: {"standing": P, "working_days": 2},
        3: {"standing": D, "working_days": 2, "outcome": NeedOutcome.HELPED},
    }
    for version in (*order, *order):
        network.tell(due("one", **steps[version]), uai=DSDEN, version=version)
    await folded(work, network.told)
    assert (await figures(work, "besoins-recus"))[0] == Figure(1)
    assert (await figures(work, "besoins-aides"))[0] == Figure(1, 1)


def test_what_was_due_on_a_friday_is_late_on_the_saturday() -> None:
    friday = date(2026, 11, 27)
    one = Due(BOURDELLE, NEED, W, friday)
    assert waiting_by_lycee([one], friday)[BOURDELLE].needs_late == 0
    late = waiting_by_lycee([one, one], friday + timedelta(days=1))[BOURDELLE]
    assert (late.needs, late.needs_late) == (2, 2)
    taken = Due(BOURDELLE, NEED, P, friday)
    assert waiting_by_lycee([taken], friday) == {}
    passed = waiting_by_lycee([taken], friday + timedelta(days=1))[BOURDELLE]
    assert (passed.needs, passed.promises_passed) == (0, 1)


def test_each_reason_has_a_weight_of_its_own() -> None:
    assert set(WEIGHTS) == set(Reason)
    assert len(set(WEIGHTS.values())) == len(WEIGHTS)


def test_one_grave_reason_comes_before_many_light_ones() -> None:
    grave, light = [Reason.LEAVES_IN_7], [Reason.LEAVES_IN_15, Reason.SILENT, Reason.DIFFERS]
    assert weight_of(grave) < weight_of(light)
    # Of two that are alike so far the next reason decides.
    assert weight_of([*grave, Reason.UNTOLD]) < weight_of(grave)
    assert heaviest_first([Reason.KEPT, Reason.NEED_LATE]) == [Reason.NEED_LATE, Reason.KEPT]


def test_what_waits_in_its_delay_calls_nobody_and_what_is_late_does() -> None:
    assert not calls_for_help([Reason.NEED_WAITS, Reason.UNTOLD, Reason.KEPT])
    for late in (Reason.NEED_LATE, Reason.DECISION_LATE, Reason.SUPPORT_LATE):
        assert calls_for_help([late])


@pytest.mark.parametrize(
    ("days", "reason"),
    [
        (1, Reason.LEAVES_IN_7),
        (7, Reason.LEAVES_IN_7),
        (8, Reason.LEAVES_IN_15),
        (15, Reason.LEAVES_IN_15),
        (30, Reason.LEAVES_IN_30),
        (31, None),
    ],
)
def test_departures_weigh_by_the_days_that_are_left(days: int, reason: Reason | None) -> None:
    assert leaves_in(days) is reason
