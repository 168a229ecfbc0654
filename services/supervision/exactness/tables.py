"""The read models of statements, and of every telling they are compared with."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Table, Text, Uuid

from services.supervision.base.metadata import Instant, metadata
from services.supervision.coverage.tables import figure_columns


def told_columns() -> Iterator[Column[Any]]:
    """Which fact it is, and its place in its lycée's journal."""
    yield Column("uai", Text, primary_key=True)
    yield Column("event_id", Uuid, primary_key=True)
    yield Column("sequence", BigInteger, nullable=False)
    yield Column("version", BigInteger, nullable=False)


# Every telling of what statements count.
counted_facts = Table(
    "counted_facts",
    metadata,
    *told_columns(),
    Column("kind", Text, nullable=False),
    Column("of_id", Uuid, nullable=False),
    Column("counts", Boolean, nullable=False),
    Index("counted_facts_of", "uai", "kind", "of_id"),
)
coverage_tellings = Table(
    "coverage_tellings",
    metadata,
    *told_columns(),
    Column("coverage_id", Uuid, nullable=False),
    Column("period_id", Uuid, nullable=False),
    *figure_columns(),
    # Read from the newest of a count down to the one a statement came after.
    Index("coverage_tellings_newest", "uai", "coverage_id", "version", "event_id"),
)
registry_statements = Table(
    "registry_statements",
    metadata,
    *told_columns(),
    Column("stated_at", Instant, nullable=False),
    Column("companies", Integer, nullable=False),
    Column("onboarded", Integer, nullable=False),
    Column("partnerships_active", Integer, nullable=False),
    Column("actions_held", Integer),
    Index("registry_statements_last", "uai", "sequence"),
)
coverage_statements = Table(
    "coverage_statements",
    metadata,
    *told_columns(),
    Column("period_id", Uuid, primary_key=True),
    Column("stated_at", Instant, nullable=False),
    *figure_columns(),
    Index("coverage_statements_last", "uai", "period_id", "sequence"),
)
