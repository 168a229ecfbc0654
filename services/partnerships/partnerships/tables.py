"""The tables of partnerships: each lycée's own, with what was signed."""

from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    or_,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.partnerships.base.tables import metadata
from services.partnerships.companies.tables.references import (
    REFERENCES,
    CompanyReference,
    ContactReference,
    Keeps,
)

partnerships = Table(
    "partnerships",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("partnership_id", Uuid, primary_key=True),
    Column("company_id", Uuid, ForeignKey("companies.company_id"), nullable=False),
    Column("stage", Text, nullable=False),
    Column("stage_on", Date, nullable=False),
    Column("scopes", ARRAY(Text), nullable=False),
    Column("agreement", Text, nullable=False),
    Column("signed_on", Date),
    Column("until_on", Date),
    # No foreign key: a contact who is erased leaves the agreement signed by nobody known.
    Column("signatory_id", Uuid),
    Column("signed_for_lycee", Text),
    # The last morning a mail spoke of the end of its agreement, and which mail.
    Column("recalled_on", Date),
    Column("recalled_in", Uuid),
    # What the last change is taken back to.
    Column("before", JSONB(none_as_null=True)),
    Column("version", Integer, nullable=False),
    CheckConstraint(
        "stage IN ('prospect', 'contacted', 'in_discussion', 'active', 'dormant', 'ended')",
        name="partnerships_stage",
    ),
    CheckConstraint("agreement IN ('none', 'draft', 'signed')", name="partnerships_agreement"),
)
Index("partnerships_of_a_company", partnerships.c.uai, partnerships.c.company_id)


def signed_before(contact_id: UUID) -> ColumnElement[bool]:
    """Whether somebody had signed before the last change."""
    before: ColumnElement[str] = partnerships.c.before["agreement"]["signatory_id"].astext
    return before == str(contact_id)


def signed_by(contact_id: UUID) -> ColumnElement[bool]:
    """Whether somebody signed, or had before the last change."""
    return or_(partnerships.c.signatory_id == contact_id, signed_before(contact_id))


REFERENCES.add(
    CompanyReference(partnerships, keeps=Keeps.PLACED),
    ContactReference(partnerships.c.signatory_id, keeps=Keeps.NAMED, named_by=signed_by),
)
