"""The tables of places that are offered, and of those that are taken: each lycée's own."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    Uuid,
    false,
)

from services.partnerships.base.tables import metadata
from services.partnerships.companies.tables.references import REFERENCES, CompanyReference, Keeps

capacities = Table(
    "capacities",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("capacity_id", Uuid, primary_key=True),
    Column("company_id", Uuid, ForeignKey("companies.company_id"), nullable=False),
    Column("site_id", Uuid, ForeignKey("sites.site_id"), nullable=False),
    Column("mef", Text),
    Column("from_month", Date, nullable=False),
    Column("to_month", Date, nullable=False),
    Column("seats", SmallInteger, nullable=False),
    # Whether the department was told of it.
    Column("told", Boolean, nullable=False, server_default=false()),
    # Declared by the company itself, on its page.
    Column("by_company", Boolean, nullable=False, server_default=false()),
    Index("capacities_of_a_company", "uai", "company_id"),
)

# What the nightly tally says of one site and week.
taken_seats = Table(
    "taken_seats",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("tally_id", Uuid, primary_key=True),
    Column("site_id", Uuid, ForeignKey("sites.site_id", ondelete="CASCADE"), nullable=False),
    Column("monday", Date, nullable=False),
    Column("seats", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Index("taken_seats_of_a_site", "uai", "site_id", "monday"),
)

REFERENCES.add(
    CompanyReference(capacities, keeps=Keeps.PLACED),
    CompanyReference(taken_seats),
)
