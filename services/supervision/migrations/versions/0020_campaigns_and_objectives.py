"""Campaigns and yearly objectives of the network, and whom a campaign that ends soon was said to."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "campaigns",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("mefs", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("stays_from", sa.Date()),
        sa.Column("stays_until", sa.Date()),
        sa.Column("over", sa.Boolean(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("campaign_id"),
    )
    op.create_table(
        "campaign_targets",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("target", sa.Integer()),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "target_id"),
    )
    op.create_index("campaign_targets_campaign", "campaign_targets", ["campaign_id"])
    op.create_table(
        "campaign_reminders",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("reminder_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("uai", "reminder_id"),
    )
    op.create_index(
        "campaign_reminders_once",
        "campaign_reminders",
        ["uai", "campaign_id", "until_on"],
        unique=True,
    )
    op.create_table(
        "objectives",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("objective_id", sa.Uuid(), nullable=False),
        sa.Column("school_year", sa.Text(), nullable=False),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("target", sa.Integer()),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "objective_id"),
    )
    row_security(op, "campaigns", shared=True, department_wide=True)
    row_security(op, "campaign_targets", department_wide=True)
    row_security(op, "campaign_reminders", department_wide=True)
    row_security(op, "objectives", department_wide=True)


def downgrade() -> None:
    for table in ("objectives", "campaign_reminders", "campaign_targets", "campaigns"):
        op.drop_table(table)
