"""Tables of places."""

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from services.partnerships.base.tables import metadata
from services.partnerships.companies.tables.references import REFERENCES, CompanyReference, Keeps

# Where pupils of the lycée were proposed a place: such a site stays at the registry.
places = Table(
    "places",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("placement_id", Uuid, primary_key=True),
    Column("company_id", Uuid, ForeignKey("companies.company_id"), nullable=False),
    Column("site_id", Uuid, ForeignKey("sites.site_id"), nullable=False),
    Index("places_of_a_company", "uai", "company_id"),
)

REFERENCES.add(CompanyReference(places, keeps=Keeps.PLACED, tutors=True))


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
