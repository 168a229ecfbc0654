"""The read models of who knows a company: exchanges with it, and places at its sites."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, Table, Text, Uuid

from services.supervision.base.metadata import metadata, newest

exchanges = Table(
    "exchanges",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("interaction_id", Uuid, primary_key=True),
    Column("company_id", Uuid, nullable=False),
    Column("occurred_on", Date, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    *newest(),
    Index("exchanges_company", "company_id", "uai"),
)
# Places by site and week: neither a formation nor a period, see « Who knows this company » in DECISIONS/department.md.
hostings = Table(
    "hostings",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("tally_id", Uuid, primary_key=True),
    Column("site_key", Text, nullable=False),
    Column("school_year", Text, nullable=False),
    Column("week", Text, nullable=False),
    Column("seats", Integer, nullable=False),
    *newest(),
    Index("hostings_site", "site_key", "uai"),
)
