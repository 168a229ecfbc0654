"""The table of the sites an undone import took from the registry."""

from sqlalchemy import Column, DateTime, Index, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from services.partnerships.base.tables import metadata
from services.partnerships.companies.tables.references import REFERENCES, CompanyReference

# Sites an undone import took from the registry, for a month: a place may have been proposed there
# at that very moment, and brings its site back.
departed_sites = Table(
    "departed_sites",
    metadata,
    Column("site_id", Uuid, primary_key=True),
    Column("site_key", Text, nullable=False),
    Column("company_id", Uuid, nullable=False),
    Column("version", Integer, nullable=False),
    Column("card", JSONB, nullable=False),
    Column("departed_at", DateTime(timezone=True), nullable=False),
    Index("departed_sites_by_key", "site_key"),
)

REFERENCES.add(CompanyReference(departed_sites, follows=False))
