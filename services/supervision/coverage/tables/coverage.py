"""The read models of coverage: what is counted of each formation for each period, and what it was each day."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import BigInteger, Column, Date, Index, Integer, Table, Text, Uuid

from services.supervision.base.metadata import Instant, metadata, newest

COUNTS = ("concerned", "exempted", "left", "host_agreed", "agreement_issued", "agreement_signed")


def figure_columns() -> Iterator[Column[int]]:
    """What is counted of a formation for a period."""
    return (Column(name, Integer, nullable=False) for name in COUNTS)


def _counted() -> Iterator[Column[Any]]:
    """What one count is, besides whose and when."""
    yield Column("period_id", Uuid, nullable=False)
    yield Column("mef", Text, nullable=False)
    yield from figure_columns()
    yield Column("recorded_at", Instant, nullable=False)
    yield from newest()


coverages = Table(
    "coverages",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("coverage_id", Uuid, primary_key=True),
    *_counted(),
    Column("sequence", BigInteger, nullable=False),
    Index("coverages_period", "uai", "period_id", "mef"),
)
# What each count was at the end of every day it moved (Paris): what was known then stays known.
coverage_days = Table(
    "coverage_days",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("coverage_id", Uuid, primary_key=True),
    Column("day", Date, primary_key=True),
    *_counted(),
    Index("coverage_days_period", "uai", "period_id", "mef"),
    Index("coverage_days_day", "day"),
)
