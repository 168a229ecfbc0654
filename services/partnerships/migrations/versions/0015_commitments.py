"""Declarations of regulated work, and pledges of the apprenticeship tax."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "declarations",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("declaration_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("works", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("uai", "declaration_id"),
        sa.ForeignKeyConstraint(("company_id",), ["companies.company_id"]),
        sa.ForeignKeyConstraint(("site_id",), ["sites.site_id"]),
    )
    op.create_index("declarations_of_a_company", "declarations", ["uai", "company_id"])
    op.create_index("declarations_by_day", "declarations", ["uai", "filed_on"])
    op.create_table(
        "tax_pledges",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("amount_euros", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("uai", "company_id", "year"),
        sa.ForeignKeyConstraint(("company_id",), ["companies.company_id"]),
        sa.CheckConstraint(
            "state IN ('asked', 'pledged', 'confirmed', 'thanked', 'declined')",
            name="tax_pledges_state",
        ),
    )
    op.create_index("tax_pledges_of_a_year", "tax_pledges", ["uai", "year"])
    op.create_table(
        "tax_totals",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("totals_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "year"),
    )
    for table in ("declarations", "tax_pledges", "tax_totals"):
        row_security(op, table)


def downgrade() -> None:
    for table in ("tax_totals", "tax_pledges", "declarations"):
        op.drop_table(table)
