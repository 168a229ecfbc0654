"""Tables of lists of actors that were imported, and of which actors bureaux met."""

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from services.coordination.base.metadata import Instant, metadata

actor_imports = Table(
    "actor_imports",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("import_id", Uuid, primary_key=True),
    Column("imported_at", Instant, nullable=False),
    # Ids of what it added, and what it corrected as that was before.
    Column("added", JSONB, nullable=False),
    Column("corrected", JSONB, nullable=False),
    Column("undone_at", Instant),
    # Once it was taken back: of what stays as it is, why.
    Column("staying", JSONB),
)

# Exchanges of bureaux with actors, as the department hears of them: an import that is taken back keeps those met.
actors_met = Table(
    "actors_met",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("exchange_id", Uuid, primary_key=True),
    Column("actor_id", Uuid, nullable=False),
    # Of the last event of the exchange, in whatever order they come.
    Column("version", Integer, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Index("actors_met_by_actor", "actor_id"),
)
