"""The table of what was stated of coverage."""

from sqlalchemy import Column, Integer, Table, Text, Uuid

from services.internships.base.metadata import metadata

# The figures are counted anew each time: only which telling of them is the newest is kept.
coverage_statements = Table(
    "coverage_statements",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("school_year", Text, primary_key=True),
    Column("totals_id", Uuid, nullable=False),
    Column("version", Integer, nullable=False),
)
