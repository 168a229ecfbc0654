"""How many pupils a site may host in a week, and has from all lycées."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "hosted_weeks",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("tally_id", sa.Uuid(), nullable=False),
        sa.Column("site_key", sa.Text(), nullable=False),
        sa.Column("week", sa.Text(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "tally_id"),
    )
    op.create_index("hosted_weeks_of_a_site", "hosted_weeks", ["site_key", "week"])
    op.create_table(
        "host_staff",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("staff", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("site_id"),
    )
    op.create_table(
        "hosting_limits",
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("small", sa.Integer(), nullable=False),
        sa.Column("small_under", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("from_on"),
    )
    # Reviewed: what is told to the whole department anyway; no pupil and no formation is there.
    for table in ("hosted_weeks", "host_staff", "hosting_limits"):
        row_security(op, table, shared=True)


def downgrade() -> None:
    for table in ("hosting_limits", "host_staff", "hosted_weeks"):
        op.drop_table(table)
