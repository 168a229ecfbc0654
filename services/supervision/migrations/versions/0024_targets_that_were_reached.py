"""Targets of campaigns that lycées reached, each said once."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0024"
down_revision: str | None = "0023"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "campaign_reached",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("reached_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("uai", "reached_id"),
    )
    op.create_index(
        "campaign_reached_once", "campaign_reached", ["uai", "campaign_id", "target"], unique=True
    )
    row_security(op, "campaign_reached", department_wide=True)


def downgrade() -> None:
    op.drop_table("campaign_reached")
