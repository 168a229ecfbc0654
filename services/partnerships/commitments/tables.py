"""The tables of declarations and of pledges: each lycée's own."""

from typing import Any

from sqlalchemy import (
    ARRAY,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    Uuid,
    false,
)

from services.partnerships.base.tables import metadata
from services.partnerships.commitments.model import PledgeState
from services.partnerships.companies.tables.references import (
    REFERENCES,
    CompanyReference,
    Keeps,
    Row,
)

declarations = Table(
    "declarations",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("declaration_id", Uuid, primary_key=True),
    Column("company_id", Uuid, ForeignKey("companies.company_id"), nullable=False),
    Column("site_id", Uuid, ForeignKey("sites.site_id"), nullable=False),
    Column("works", ARRAY(Text), nullable=False),
    Column("filed_on", Date, nullable=False),
    Column("version", Integer, nullable=False),
    # Whether the department was told of it.
    Column("told", Boolean, nullable=False, server_default=false()),
    Index("declarations_of_a_company", "uai", "company_id"),
    Index("declarations_by_day", "uai", "filed_on"),
)

tax_pledges = Table(
    "tax_pledges",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("company_id", Uuid, ForeignKey("companies.company_id"), primary_key=True),
    Column("year", SmallInteger, primary_key=True),
    Column("state", Text, nullable=False),
    Column("amount_euros", Integer),
    CheckConstraint(
        "state IN ('asked', 'pledged', 'confirmed', 'thanked', 'declined')",
        name="tax_pledges_state",
    ),
    Index("tax_pledges_of_a_year", "uai", "year"),
)

# The letters that say that declarations run out: each is said once for each threshold.
declaration_letters = Table(
    "declaration_letters",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("declaration_id", Uuid, primary_key=True),
    # Days before the end it was due.
    Column("threshold", SmallInteger, primary_key=True),
    Column("letter_id", Uuid, nullable=False),
    Column("state", Text, nullable=False),
    Column("moved_on", Date, nullable=False),
    ForeignKeyConstraint(
        ["uai", "declaration_id"],
        ["declarations.uai", "declarations.declaration_id"],
        ondelete="CASCADE",
    ),
    Index("declaration_letters_by_id", "uai", "letter_id"),
)

# Which telling of a year's total is the newest, and what it was of.
tax_totals = Table(
    "tax_totals",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("year", SmallInteger, primary_key=True),
    Column("totals_id", Uuid, nullable=False),
    Column("version", Integer, nullable=False),
    # Of one to four companies, it was told that they are too few.
    Column("told_companies", Integer),
    Column("told_euros", Integer),
)


def _pledged(row: Row, other: Row) -> dict[str, Any]:
    """Each card had a pledge of the year: what was pledged counts, all together."""
    counted = [one for one in (other, row) if PledgeState(one["state"]).counts]
    if not counted:
        return dict(other)
    euros = sum(one["amount_euros"] or 0 for one in counted)
    return {**other, "state": counted[0]["state"], "amount_euros": euros}


REFERENCES.add(
    CompanyReference(declarations, keeps=Keeps.PLACED),
    CompanyReference(tax_pledges, keeps=Keeps.PLACED, together=_pledged),
)
