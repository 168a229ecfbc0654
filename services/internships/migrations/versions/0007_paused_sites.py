"""Sites some lycée asks to be contacted about before anybody is placed there."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "paused_sites",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("pause_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "pause_id"),
    )
    op.create_index("paused_sites_of_a_site", "paused_sites", ["site_id"])
    # Reviewed: that a pause was asked for, without a reason.
    row_security(op, "paused_sites", shared=True)


def downgrade() -> None:
    op.drop_table("paused_sites")
