"""The tables of the read models."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.supervision.storage.company_tables import (
    companies,
    company_merges,
    exchanges,
    hostings,
    partnerships,
)
from services.supervision.storage.declaring import Instant, metadata, newest

PROJECTION = "department"
"""Name of the projection that writes all of these tables, hence of their revision."""

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

COUNTS = ("concerned", "exempted", "left", "host_agreed", "agreement_issued", "agreement_signed")


def _figures() -> Iterator[Column[int]]:
    """What is counted of a formation for a period."""
    return (Column(name, Integer, nullable=False) for name in COUNTS)


def _counted() -> Iterator[Column[Any]]:
    """What one count is, besides whose and when."""
    yield Column("period_id", Uuid, nullable=False)
    yield Column("mef", Text, nullable=False)
    yield from _figures()
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

# The days each family of facts is closed: from the first, up to but not the second (none: no end).
publications = Table(
    "publications",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("family", Text, primary_key=True),
    Column("closed_from", ARRAY(Date), nullable=False),
    Column("closed_until", ARRAY(Date), nullable=False),
    *newest(),
)

actions = Table(
    "actions",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("action_id", Uuid, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("planned_on", Date, nullable=False),
    Column("pupils", Integer, nullable=False),
    Column("accompanying", Integer, nullable=False),
    *newest(),
    Index("actions_by_day", "uai", "planned_on"),
)

declarations = Table(
    "declarations",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("declaration_id", Uuid, primary_key=True),
    Column("valid_until", Date, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    *newest(),
)

tax_totals = Table(
    "tax_totals",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    # Null where they are too few to be told.
    Column("companies", Integer),
    Column("amount_euros", Integer),
    *newest(),
)

mobility_totals = Table(
    "mobility_totals",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("school_year", Text, primary_key=True),
    # Null where they are too few to be told.
    Column("pupils", Integer),
    Column("amount_euros", Integer),
    *newest(),
)

refusals = Table(
    "refusals",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("school_year", Text, primary_key=True),
    Column("company", Integer, nullable=False),
    Column("school", Integer, nullable=False),
    Column("pupil", Integer, nullable=False),
    Column("other", Integer, nullable=False),
    *newest(),
)


def _told() -> Iterator[Column[Any]]:
    """Which fact it is, and its place in its lycée's journal."""
    yield Column("uai", Text, primary_key=True)
    yield Column("event_id", Uuid, primary_key=True)
    yield Column("sequence", BigInteger, nullable=False)
    yield Column("version", BigInteger, nullable=False)


# Every telling of what statements count.
counted_facts = Table(
    "counted_facts",
    metadata,
    *_told(),
    Column("kind", Text, nullable=False),
    Column("of_id", Uuid, nullable=False),
    Column("counts", Boolean, nullable=False),
    Index("counted_facts_of", "uai", "kind", "of_id"),
)

coverage_tellings = Table(
    "coverage_tellings",
    metadata,
    *_told(),
    Column("coverage_id", Uuid, nullable=False),
    Column("period_id", Uuid, nullable=False),
    *_figures(),
    # Read from the newest of a count down to the one a statement came after.
    Index("coverage_tellings_newest", "uai", "coverage_id", "version", "event_id"),
)

registry_statements = Table(
    "registry_statements",
    metadata,
    *_told(),
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
    *_told(),
    Column("period_id", Uuid, primary_key=True),
    Column("stated_at", Instant, nullable=False),
    *_figures(),
    Index("coverage_statements_last", "uai", "period_id", "sequence"),
)

network_journal = Table(
    "network_journal",
    metadata,
    Column("event_id", Uuid, primary_key=True),
    Column("uai", Text, nullable=False),
    Column("event", Text, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("correlation_id", Uuid, nullable=False),
    Column("company_id", Uuid),
    Column("period_id", Uuid),
    Column("mef", Text),
    Column("occurred_on", Date),
    Column("details", JSONB, nullable=False),
    # Newest first, what was done together side by side.
    Index("network_journal_order", "recorded_at", "correlation_id", "event", "event_id"),
    Index("network_journal_company", "company_id", "recorded_at"),
)

freshness = Table(
    "freshness",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("recorded_at", Instant, nullable=False),
    Column("event_id", Uuid, nullable=False),
)

READ_MODELS: tuple[Table, ...] = (
    lycees,
    formations,
    periods,
    coverages,
    coverage_days,
    publications,
    companies,
    company_merges,
    exchanges,
    hostings,
    partnerships,
    actions,
    declarations,
    tax_totals,
    mobility_totals,
    refusals,
    counted_facts,
    coverage_tellings,
    registry_statements,
    coverage_statements,
    network_journal,
    freshness,
)
"""Everything derived from events: `rebuild` makes these again, and nothing else."""
