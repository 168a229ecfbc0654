"""The tables of merges: what each one did, so that it can be undone."""

from sqlalchemy import (
    Column,
    DateTime,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.partnerships.base.tables import metadata
from services.partnerships.companies.tables.references import REFERENCES, CompanyReference

# Read by every bureau, like the cards themselves. No foreign key: both cards come and go.
merges = Table(
    "merges",
    metadata,
    Column("merge_id", Uuid, primary_key=True),
    # Who merged.
    Column("uai", Text, nullable=False),
    Column("kept_id", Uuid, nullable=False),
    Column("absorbed_id", Uuid, nullable=False),
    Column("merged_at", DateTime(timezone=True), nullable=False),
    # What both were told with last: the card that stays is not corrected since as long as it has it.
    Column("kept_version", Integer, nullable=False),
    Column("absorbed_version", Integer, nullable=False),
    Column("before", JSONB, nullable=False),
    Column("after", JSONB, nullable=False),
    Column("absorbed", JSONB, nullable=False),
    Column("undone_at", DateTime(timezone=True)),
    Index("merges_of_a_company", "kept_id"),
    Index(
        "merges_standing",
        "absorbed_id",
        unique=True,
        postgresql_where=text("undone_at IS NULL"),
    ),
)

# Sites that were on two cards: the key of the one that went goes on leading to the other.
merged_sites = Table(
    "merged_sites",
    metadata,
    Column("site_id", Uuid, primary_key=True),
    Column("site_key", Text, nullable=False),
    Column("into_id", Uuid, nullable=False),
    Column("merge_id", Uuid, nullable=False),
    Index("merged_sites_by_key", "site_key"),
    Index("merged_sites_of_a_site", "into_id"),
    Index("merged_sites_of_a_merge", "merge_id"),
)

# Rows that followed a site of two cards, or had to become one with another: each lycée's own.
merge_moves = Table(
    "merge_moves",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("merge_id", Uuid, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("moved_table", Text, nullable=False),
    Column("row_key", JSONB, nullable=False),
    Column("was", JSONB, nullable=False),
    # Of two rows that became one: the other as it was, and what both became.
    Column("other_was", JSONB(none_as_null=True)),
    Column("became", JSONB(none_as_null=True)),
)

REFERENCES.add(CompanyReference(merged_sites, follows=False))
