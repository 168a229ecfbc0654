"""The table of notes on a company: each lycée's own."""

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, Table, Text, Uuid

from services.partnerships.base.tables import metadata
from services.partnerships.base.texts import FREE_TEXTS, FreeText
from services.partnerships.companies.tables.companies import companies
from services.partnerships.companies.tables.references import REFERENCES, CompanyReference

company_notes = Table(
    "company_notes",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("note_id", Uuid, primary_key=True),
    Column(
        "company_id", Uuid, ForeignKey("companies.company_id", ondelete="CASCADE"), nullable=False
    ),
    # None once somebody it named was erased.
    Column("note", Text),
    # When its text was written: a correction is written anew.
    Column("noted_at", DateTime(timezone=True), nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Index("company_notes_of_a_company", "uai", "company_id"),
)

REFERENCES.add(CompanyReference(company_notes))

FREE_TEXTS.add(
    FreeText(
        company_notes.c.note,
        key=company_notes.c.note_id,
        on=company_notes.c.noted_at,
        of=companies.c.name,
        source=company_notes.join(companies, companies.c.company_id == company_notes.c.company_id),
    )
)
