"""The read models of lycées: their names, formations and periods, and when each was last heard of."""

from sqlalchemy import ARRAY, Column, Date, Index, Integer, Table, Text, Uuid

from services.supervision.base.metadata import Instant, metadata, newest

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
