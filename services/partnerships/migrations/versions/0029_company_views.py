"""Saved views of the list of companies, and which of them somebody begins with."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from services.chassis.database.migrations import row_security

revision: str = "0029"
down_revision: str | None = "0028"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "company_views",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("view_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("shows", postgresql.JSONB(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("uai", "view_id"),
    )
    op.create_table(
        "default_views",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("view_id", sa.Uuid(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["uai", "view_id"], ["company_views.uai", "company_views.view_id"], ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("uai", "account_id"),
    )
    for table in ("company_views", "default_views"):
        row_security(op, table)


def downgrade() -> None:
    op.drop_table("default_views")
    op.drop_table("company_views")
