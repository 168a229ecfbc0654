"""Campaigns of the network: what is asked, of whom, and what bureaux wrote."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

Instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    _campaigns()
    op.create_table(
        "campaign_targets",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.campaign_id"], name="campaign_targets_campaign_id_fkey"
        ),
        sa.PrimaryKeyConstraint("uai", "campaign_id"),
    )
    op.create_index("campaign_targets_campaign", "campaign_targets", ["campaign_id"])
    op.create_table(
        "campaign_comments",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.campaign_id"], name="campaign_comments_campaign_id_fkey"
        ),
        sa.PrimaryKeyConstraint("uai", "comment_id"),
    )
    op.create_index("campaign_comments_campaign", "campaign_comments", ["campaign_id", "at"])
    row_security(op, "campaigns", shared=True, department_wide=True)
    row_security(op, "campaign_targets", department_wide=True)
    row_security(op, "campaign_comments", department_wide=True)


def _campaigns() -> None:
    op.create_table(
        "campaigns",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("mefs", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("stays_from", sa.Date()),
        sa.Column("stays_until", sa.Date()),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("opened_at", Instant),
        sa.Column("closed_at", Instant),
        sa.Column("closing", sa.Text()),
        sa.Column("changed_at", Instant, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('draft', 'open', 'closed', 'withdrawn')"
            " AND (status = 'closed') = (closed_at IS NOT NULL) AND until_on >= from_on",
            name="campaigns_status",
        ),
        sa.PrimaryKeyConstraint("campaign_id"),
    )
    op.create_index("campaigns_by_status", "campaigns", ["status", "until_on"])


def downgrade() -> None:
    for table in ("campaign_comments", "campaign_targets", "campaigns"):
        op.drop_table(table)
