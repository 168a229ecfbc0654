"""The table of pairs of companies that look alike and are not one."""

from sqlalchemy import CheckConstraint, Column, Date, Table, Text, Uuid

from services.partnerships.base.tables import metadata

# Every bureau reads it, each writes its own. No foreign key: a pair outlives one of its cards,
# which undoing a merge may bring back.
distinct_companies = Table(
    "distinct_companies",
    metadata,
    Column("low_id", Uuid, primary_key=True),
    Column("high_id", Uuid, primary_key=True),
    Column("uai", Text, primary_key=True),
    Column("said_on", Date, nullable=False),
    CheckConstraint("low_id < high_id", name="distinct_companies_in_order"),
)
