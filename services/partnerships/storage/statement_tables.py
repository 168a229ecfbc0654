"""The table of what was stated of the registry."""

from sqlalchemy import Column, Date, Integer, Table, Text, Uuid

from services.partnerships.storage.tables import metadata

# The figures are counted anew each time: only which telling of them is the newest is kept.
registry_statements = Table(
    "registry_statements",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("totals_id", Uuid, nullable=False),
    Column("version", Integer, nullable=False),
)

# First meetings that were told, with companies the registry no longer has: an older copy of it was put back.
cardless_meetings = Table(
    "cardless_meetings",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("company_id", Uuid, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("onboarded_on", Date, nullable=False),
)
