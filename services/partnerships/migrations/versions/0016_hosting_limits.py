"""How many people work at a site, and how many pupils it may host."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "site_staff",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("staff", sa.Integer(), nullable=False),
        sa.Column("stated_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.site_id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("site_id"),
    )
    op.create_table(
        "hosting_limits",
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("rule_id", sa.Uuid(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("small", sa.Integer(), nullable=False),
        sa.Column("small_under", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("from_on"),
    )
    # Reviewed: a part of the shared card, and what the department decides for all.
    row_security(op, "site_staff", shared=True)
    row_security(op, "hosting_limits", shared=True, department_wide=True)


def downgrade() -> None:
    op.drop_table("hosting_limits")
    op.drop_table("site_staff")
