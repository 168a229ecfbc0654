"""Partnerships with companies, their agreements and documents."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from services.chassis.database.migrations import row_security

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "partnerships",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("stage_on", sa.Date(), nullable=False),
        sa.Column("scopes", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("agreement", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("signatory_id", sa.Uuid(), nullable=True),
        sa.Column("signed_for_lycee", sa.Text(), nullable=True),
        sa.Column("before", JSONB(none_as_null=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "partnership_id"),
        sa.ForeignKeyConstraint(("company_id",), ["companies.company_id"]),
        sa.CheckConstraint(
            "stage IN ('prospect', 'contacted', 'in_discussion', 'active', 'dormant', 'ended')",
            name="partnerships_stage",
        ),
        sa.CheckConstraint(
            "agreement IN ('none', 'draft', 'signed')", name="partnerships_agreement"
        ),
    )
    op.create_index("partnerships_of_a_company", "partnerships", ["uai", "company_id"])
    op.create_index(
        "partnerships_one_open",
        "partnerships",
        ["uai", "company_id"],
        unique=True,
        postgresql_where=sa.text("stage <> 'ended'"),
    )
    op.create_table(
        "documents",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("uai", "document_id"),
    )
    op.create_index("documents_of_an_owner", "documents", ["uai", "owner_id"])
    for table in ("partnerships", "documents"):
        row_security(op, table)


def downgrade() -> None:
    op.drop_table("documents")
    op.drop_table("partnerships")
