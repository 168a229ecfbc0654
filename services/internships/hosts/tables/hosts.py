"""Tables of companies and sites, copied from the registry for all bureaux."""

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
)

from services.internships.base.metadata import metadata

host_companies = Table(
    "host_companies",
    metadata,
    Column("company_id", Uuid, primary_key=True),
    Column("naf", Text),
    Column("public_name", Text),
    Column("version", Integer, nullable=False),
)


host_sites = Table(
    "host_sites",
    metadata,
    Column("site_id", Uuid, primary_key=True),
    Column("company_id", Uuid, ForeignKey("host_companies.company_id"), nullable=False),
    Column("site_key", Text, nullable=False),
    Column("naf", Text),
    Column("commune", Text),
    Column("search_text", Text, nullable=False),
    # A site its company no longer has stays readable under its past placements.
    Column("listed", Boolean, nullable=False),
    # When its company was told to have it; none: before this was kept.
    Column("told_at", DateTime(timezone=True)),
    Index("host_sites_key", "site_key"),
    Index("host_sites_of_a_company", "company_id"),
)
