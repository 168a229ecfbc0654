"""What is told from figures alone: thresholds, sentences, ages."""

from datetime import UTC, datetime, timedelta

import pytest

from services.chassis.operations.findings import findings
from services.chassis.operations.lag import REMEMBERED_MAX, Lag, Memory
from services.chassis.operations.measures import (
    COUNTED_MAX,
    DiskReading,
    Finding,
    Gauge,
    JournalReading,
    ParkedReading,
    Readings,
)
from services.chassis.operations.table_counts import first_failure_at

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
GIBIBYTE = 1024**3


def minutes(count: float) -> datetime:
    return NOW - timedelta(minutes=count)


def test_what_has_waited_longest_says_since_when_a_reader_lags() -> None:
    lag = Lag()
    assert lag.look(settled=0, waiting=0, now=NOW) is None
    assert lag.look(settled=0, waiting=2, now=NOW + SECOND) == NOW + SECOND
    assert lag.look(settled=1, waiting=9, now=NOW + 2 * SECOND) == NOW + SECOND
    # what waited at the first look is done: the second look's is the oldest
    assert lag.look(settled=2, waiting=8, now=NOW + 3 * SECOND) == NOW + 2 * SECOND
    assert lag.look(settled=10, waiting=0, now=NOW + 4 * SECOND) is None


def test_a_reader_made_anew_counts_from_the_start_again() -> None:
    lag = Lag()
    lag.look(settled=500, waiting=5, now=NOW)
    assert lag.look(settled=0, waiting=505, now=NOW + SECOND) == NOW + SECOND


def test_a_reader_that_lags_for_days_is_remembered_in_little_room() -> None:
    lag = Lag()
    for nth in range(3 * REMEMBERED_MAX):
        since = lag.look(settled=0, waiting=nth + 1, now=NOW + nth * SECOND)
        assert since == NOW
    assert len(lag._moments) <= REMEMBERED_MAX


def test_a_silence_lasts_from_when_it_was_first_noticed_until_an_answer() -> None:
    memory = Memory()
    assert memory.silent("bus", silent=True, now=NOW) == NOW
    assert memory.silent("bus", silent=True, now=NOW + SECOND) == NOW
    assert memory.silent("bus", silent=False, now=NOW + SECOND) is None
    assert memory.silent("bus", silent=True, now=NOW + 2 * SECOND) == NOW + 2 * SECOND


@pytest.mark.parametrize(
    ("free", "total", "found"),
    [
        (50 * GIBIBYTE, 100 * GIBIBYTE, []),
        (9 * GIBIBYTE, 100 * GIBIBYTE, ["disk-low"]),
        (60 * GIBIBYTE, 1000 * GIBIBYTE, []),
        (1 * GIBIBYTE, 4 * GIBIBYTE, ["disk-low"]),
    ],
)
def test_a_disk_is_low_by_share_or_by_size(free: int, total: int, found: list[str]) -> None:
    readings = Readings("portal", NOW, disk=DiskReading(free, total))
    assert [one.code for one in findings(readings)] == found


def test_a_long_queue_is_not_said_to_be_exactly_as_long_as_it_was_counted() -> None:
    journal = JournalReading("bureau", COUNTED_MAX, minutes(30))
    [found] = findings(Readings("internships", NOW, journal=(journal,)))
    assert found.what == "plus de 10\u202f000\u00a0faits des bureaux en attente d’envoi."


def test_what_is_tried_again_by_itself_is_given_an_hour() -> None:
    young = ParkedReading("x__y", 1, minutes(59))
    old = ParkedReading("x__y", 1, minutes(61))
    assert findings(Readings("x", NOW, parked=(young,))) == ()
    assert [f.code for f in findings(Readings("x", NOW, parked=(old,)))] == ["parked-retried"]


def test_what_a_service_judges_of_its_own_figures_is_found_too() -> None:
    found = Finding("lycee-silent", "Un lycée se tait.", "Appelez-le.")
    gauges = (Gauge("a", "A", 0), Gauge("b", "B", 1, finding=found))
    assert findings(Readings("supervision", NOW, gauges=gauges)) == (found,)


@pytest.mark.parametrize(("attempts", "minutes_before"), [(1, 1), (2, 6), (4, 156), (5, 276)])
def test_the_first_failure_is_known_from_the_waits_since(
    attempts: int, minutes_before: int
) -> None:
    assert first_failure_at(NOW, attempts) == minutes(minutes_before)
