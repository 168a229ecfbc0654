"""The table of the checks asked of contacts."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Table,
    Text,
    Uuid,
)

from services.partnerships.base.tables import metadata
from services.partnerships.companies.tables.references import (
    REFERENCES,
    CompanyReference,
    ContactReference,
    Keeps,
)

contact_checks = Table(
    "contact_checks",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("contact_check_id", Uuid, primary_key=True),
    Column("company_id", Uuid, ForeignKey("companies.company_id"), nullable=False),
    Column("site_id", Uuid, ForeignKey("sites.site_id"), nullable=False),
    # None once the contact was erased: what remains names nobody.
    Column("contact_id", Uuid),
    Column("placement_id", Uuid),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("confirmed_at", DateTime(timezone=True)),
    Column("corrected", Boolean),
    Column("revoked_at", DateTime(timezone=True)),
    Column("revoked_because", Text),
    ForeignKeyConstraint(("uai", "contact_id"), ["contacts.uai", "contacts.contact_id"]),
    CheckConstraint(
        "revoked_because IN ('cancelled', 'replaced', 'contact_gone')",
        name="contact_checks_revoked_because",
    ),
    CheckConstraint("confirmed_at IS NULL OR revoked_at IS NULL", name="contact_checks_end_once"),
    Index("contact_checks_of_a_contact", "uai", "contact_id"),
    Index("contact_checks_of_a_company", "uai", "company_id"),
)

REFERENCES.add(
    CompanyReference(contact_checks),
    ContactReference(contact_checks.c.contact_id, keeps=Keeps.ASKED),
)
