"""Readings as metrics of Prometheus. A part that did not answer has none: absent is not zero."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from services.chassis.operations.findings import findings
from services.chassis.operations.measures import Readings

PREFIX = "passerelle_"


class _Family(NamedTuple):
    name: str
    help: str
    label: str | None
    figures: Iterable[tuple[str, float]]
    """Pairs of (value of the label, figure)."""


def exposed(readings: Readings) -> CollectorRegistry:
    """The readings, to be scraped."""
    registry = CollectorRegistry()
    registry.register(_Read(readings))
    return registry


class _Read(Collector):
    def __init__(self, readings: Readings) -> None:
        self._readings = readings

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Every family of one service."""
        service = self._readings.service
        for family in _families(self._readings):
            labels = ["service", *([family.label] if family.label else [])]
            told = GaugeMetricFamily(PREFIX + family.name, family.help, labels=labels)
            for value, figure in family.figures:
                told.add_metric([service, *([value] if family.label else [])], figure)
            yield told


def _families(read: Readings) -> Iterator[_Family]:
    yield _one("database_up", "1 when the database answers.", read.database is None)
    yield _one("bus_up", "1 when the bus is connected.", read.bus is None)
    yield _findings(read)
    if read.database is None:
        yield from _journal(read)
        yield from _parked(read)
        yield from _timed(read)
        yield from _own(read)
    yield from _consumers(read)
    if read.disk is not None:
        yield _one("disk_free_bytes", "Free on the disk of the data.", read.disk.free)
        yield _one("disk_size_bytes", "Size of that disk.", read.disk.total)


def _findings(read: Readings) -> _Family:
    codes = [finding.code for finding in findings(read)]
    figures = [(code, float(codes.count(code))) for code in sorted(set(codes))]
    return _Family("findings", "What is wrong, as `passerelle doctor` tells it.", "code", figures)


def _journal(read: Readings) -> Iterator[_Family]:
    rows = read.journal
    unsent = [(row.audience, row.unsent) for row in rows]
    ages = [(row.audience, _age(read, row.oldest_unsent_at)) for row in rows]
    refused = [(row.audience, row.refused) for row in rows]
    yield _Family("journal_unsent", "Events not sent yet.", "audience", unsent)
    yield _Family("journal_unsent_age_seconds", "Age of the oldest.", "audience", ages)
    yield _Family("journal_refused", "Events the bus refused for good.", "audience", refused)


def _consumers(read: Readings) -> Iterator[_Family]:
    rows = read.consumers
    waiting = [(row.consumer, row.waiting) for row in rows if row.waiting is not None]
    behind = [
        (row.consumer, _age(read, row.behind_since)) for row in rows if row.waiting is not None
    ]
    amiss = [(row.consumer, float(row.problem is not None)) for row in rows]
    yield _Family("consumer_waiting", "Events a reader has to settle.", "consumer", waiting)
    yield _Family("consumer_behind_seconds", "Since when at least.", "consumer", behind)
    yield _Family("consumer_amiss", "1 when it is not as declared.", "consumer", amiss)


def _parked(read: Readings) -> Iterator[_Family]:
    # A reader with nothing parked says zero, so that its line does not end in a chart.
    none = {row.consumer: 0.0 for row in read.consumers}
    counts = none | {row.consumer: row.count for row in read.parked}
    alone = none | {row.consumer: row.for_an_operator for row in read.parked}
    ages = none | {row.consumer: _age(read, row.oldest_at) for row in read.parked}
    yield _Family("parked", "Parked events.", "consumer", counts.items())
    yield _Family("parked_age_seconds", "Age of the oldest.", "consumer", ages.items())
    yield _Family("parked_for_an_operator", "Those nothing tries again.", "consumer", alone.items())


def _timed(read: Readings) -> Iterator[_Family]:
    rows = read.timed
    ages = [(row.job, _age(read, row.oldest_due_at)) for row in rows]
    failing = [(row.job, row.failing) for row in rows]
    yield _Family("timed_overdue_seconds", "How late a timed job is.", "job", ages)
    yield _Family("timed_failing", "Runs of a timed job that fail.", "job", failing)


def _own(read: Readings) -> Iterator[_Family]:
    for gauge in read.gauges:
        yield _one(gauge.name, gauge.label, gauge.value)
        if gauge.oldest_at is not None:
            age = _age(read, gauge.oldest_at)
            yield _one(f"{gauge.name}_age_seconds", "Age of the oldest.", age)


def _one(name: str, help_: str, figure: float) -> _Family:
    return _Family(name, help_, None, [("", float(figure))])


def _age(read: Readings, since: datetime | None) -> float:
    """Seconds; 0 when there is nothing."""
    return 0.0 if since is None else max(0.0, (read.read_at - since).total_seconds())
