"""The read models of companies: their cards, which of them are one, and who knows them."""

from sqlalchemy import ARRAY, Boolean, Column, Table, Text, Uuid

from services.supervision.base.metadata import metadata, newest

companies = Table(
    "companies",
    metadata,
    Column("company_id", Uuid, primary_key=True),
    # Empty unless everybody may read it: then the activity and the commune stand for it.
    Column("public_name", Text),
    Column("naf", Text),
    Column("commune", Text),
    *newest(),
    Column("siren", Text),
    Column("name_key", Text, nullable=False),
    Column("communes", ARRAY(Text), nullable=False),
    Column("site_keys", ARRAY(Text), nullable=False),
)

# One row for each two cards that were ever put together; `former_keys` lead to the one that stays.
company_merges = Table(
    "company_merges",
    metadata,
    Column("company_id", Uuid, primary_key=True),
    Column("absorbed_id", Uuid, primary_key=True),
    Column("merged", Boolean, nullable=False),
    Column("former_keys", ARRAY(Text), nullable=False),
    *newest(),
)
