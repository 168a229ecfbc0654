"""Table of yearly objectives: each is of the lycée it is set for, else of the DSDEN."""

from sqlalchemy import Column, Index, Integer, Table, Text, Uuid

from services.coordination.base.metadata import Instant, metadata

objectives = Table(
    "objectives",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("objective_id", Uuid, primary_key=True),
    Column("school_year", Text, nullable=False),
    Column("indicator", Text, nullable=False),
    Column("target", Integer, nullable=False),
    Column("note", Text),
    Column("withdrawn_at", Instant),
    Column("changed_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    Index("objectives_once", "uai", "school_year", "indicator", unique=True),
)
