"""The read models of lycées, of periods and of what is counted of them."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Column, Date, Index, Integer, Table, Text, Uuid

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


lycees = Table(
    "lycees",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("commune", Text, nullable=False),
    *newest(),
)
# What a lycée owns is keyed by its UAI first: nobody can write over another's row.
formations = Table(
    "formations",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("formation_id", Uuid, primary_key=True),
    Column("mef", Text, nullable=False),
    Column("label", Text, nullable=False),
    *newest(),
    Index("formations_mef", "uai", "mef"),
)
periods = Table(
    "periods",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("period_id", Uuid, primary_key=True),
    Column("mefs", ARRAY(Text), nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("weeks", Integer, nullable=False),
    *newest(),
    Index("periods_starts_on", "starts_on"),
)
freshness = Table(
    "freshness",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("recorded_at", Instant, nullable=False),
    Column("event_id", Uuid, nullable=False),
)
