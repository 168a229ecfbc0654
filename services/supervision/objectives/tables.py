"""The read model of yearly objectives."""

from sqlalchemy import Column, Integer, Table, Text, Uuid

from services.supervision.base.metadata import metadata, newest

objectives = Table(
    "objectives",
    metadata,
    # The lycée it is set for; the DSDEN for the department’s own.
    Column("uai", Text, primary_key=True),
    Column("objective_id", Uuid, primary_key=True),
    Column("school_year", Text, nullable=False),
    Column("indicator", Text, nullable=False),
    # Null once it is withdrawn.
    Column("target", Integer),
    *newest(),
)
