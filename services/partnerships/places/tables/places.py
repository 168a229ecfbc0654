"""The table of the places proposed at sites: such a site stays at the registry."""

from sqlalchemy import Column, ForeignKey, Index, Table, Text, Uuid

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
