"""The read models of partnerships and of what companies declared and pledged."""

from sqlalchemy import ARRAY, Boolean, Column, Date, Integer, Table, Text, Uuid

from services.supervision.base.metadata import metadata, newest

declarations = Table(
    "declarations",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("declaration_id", Uuid, primary_key=True),
    Column("valid_until", Date, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    *newest(),
)
# Places a company offers a lycée, from a month to another.
capacities = Table(
    "capacities",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("capacity_id", Uuid, primary_key=True),
    Column("company_id", Uuid, nullable=False),
    Column("from_month", Date, nullable=False),
    Column("to_month", Date, nullable=False),
    Column("seats", Integer, nullable=False),
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


partnerships = Table(
    "partnerships",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("partnership_id", Uuid, primary_key=True),
    Column("stage", Text, nullable=False),
    Column("agreement", Text, nullable=False),
    Column("until_on", Date),
    *newest(),
    # Of what was told before this was kept, nothing: `rebuild` reads it again.
    Column("company_id", Uuid),
    Column("scopes", ARRAY(Text), nullable=False),
)
