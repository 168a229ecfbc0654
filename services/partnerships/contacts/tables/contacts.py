"""The table of contacts, each one lycée's own."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, Uuid, false

from services.partnerships.base.tables import metadata
from services.partnerships.companies.tables.references import REFERENCES, CompanyReference

contacts = Table(
    "contacts",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("contact_id", Uuid, primary_key=True),
    Column("company_id", Uuid, ForeignKey("companies.company_id"), nullable=False),
    Column("site_id", Uuid, ForeignKey("sites.site_id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Column("function", Text),
    Column("mail", Text),
    Column("phone", Text),
    Column("gets_mail", Boolean, nullable=False, server_default=false()),
    Column("version", Integer, nullable=False),
    Index("contacts_of_a_company", "uai", "company_id"),
)

REFERENCES.add(CompanyReference(contacts))
