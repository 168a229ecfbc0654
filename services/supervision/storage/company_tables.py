"""The read models of companies: their cards, which of them are one, and who knows them."""

from sqlalchemy import ARRAY, Boolean, Column, Date, Index, Integer, Table, Text, Uuid

from services.supervision.storage.declaring import metadata, newest

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

# Places by site and week: neither a formation nor a period, see « Who knows this company » in DECISIONS.md.
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
