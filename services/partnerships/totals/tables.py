"""The table of what was stated of the registry."""

from sqlalchemy import Column, Integer, Table, Text, Uuid

from services.partnerships.base.tables import metadata

# The figures are counted anew each time: only which telling of them is the newest is kept.
registry_statements = Table(
    "registry_statements",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("totals_id", Uuid, nullable=False),
    Column("version", Integer, nullable=False),
)
