"""Figures about one running service, at one instant. Ids, codes, dates and counts alone."""

from dataclasses import dataclass
from datetime import datetime

from contracts.event import Audience
from services.chassis.outbox.reconciliations import Reconciliation

COUNTED_MAX = 10_000
"""Rows are counted up to here: at the end of a long breakdown counting all of them is slow."""


@dataclass(frozen=True)
class JournalReading:
    """What one audience's events wait for. `unsent` stops at COUNTED_MAX."""

    audience: Audience
    unsent: int = 0
    oldest_unsent_at: datetime | None = None
    refused: int = 0
    """Rows the bus refused for good."""
    oldest_refused_at: datetime | None = None


@dataclass(frozen=True)
class ParkedReading:
    """Events that one reader parked; the rest of them is tried again by itself."""

    consumer: str
    count: int
    oldest_at: datetime
    for_an_operator: int = 0
    """Those nothing will try again unless somebody asks."""
    oldest_for_an_operator_at: datetime | None = None


@dataclass(frozen=True)
class ConsumerReading:
    """How far one durable is. `problem` says why it could not be read, or does not run."""

    consumer: str
    waiting: int | None = None
    """Events not delivered, or delivered and not settled; None when the server did not say."""
    behind_since: datetime | None = None
    """Since when, at least, the oldest of them waits."""
    problem: str | None = None


@dataclass(frozen=True)
class TimedReading:
    """Runs of one timed job that are due, or that failed and were put off."""

    job: str
    overdue: int = 0
    oldest_due_at: datetime | None = None
    failing: int = 0
    failing_since: datetime | None = None
    last_error: str | None = None
    """Class of the last error."""


@dataclass(frozen=True)
class DiskReading:
    """The disk that holds the data, in bytes."""

    free: int
    total: int


@dataclass(frozen=True)
class Finding:
    """Something wrong. `code` is stable; the rest is French, for the operator."""

    code: str
    what: str
    todo: str
    since: datetime | None = None


@dataclass(frozen=True)
class Gauge:
    """Something a service counts besides: `name` is that of a metric, `label` is French.

    `finding` is what the service itself judges wrong with it.
    """

    name: str
    label: str
    value: float
    oldest_at: datetime | None = None
    finding: Finding | None = None


@dataclass(frozen=True)
class Silence:
    """A part that does not answer, and since when as far as this process knows."""

    since: datetime | None = None


@dataclass(frozen=True)
class Readings:
    """Everything read of one service. A part that was silent left its figures empty."""

    service: str
    read_at: datetime
    database: Silence | None = None
    """None when it answers."""
    bus: Silence | None = None
    """None when it is connected."""
    journal: tuple[JournalReading, ...] = ()
    parked: tuple[ParkedReading, ...] = ()
    consumers: tuple[ConsumerReading, ...] = ()
    timed: tuple[TimedReading, ...] = ()
    gauges: tuple[Gauge, ...] = ()
    reconciliations: tuple[Reconciliation, ...] = ()
    """The last comparison of the journal with each stream."""
    uncompared_since: datetime | None = None
    """Since when, at least, a stream this service publishes to was not compared with its journal."""
    disk: DiskReading | None = None
