"""Sites a lycée asks to be contacted about before anybody is placed there."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "site_pauses",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("pause_id", sa.Uuid(), nullable=False),
        sa.Column("paused_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.site_id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("uai", "site_id"),
        sa.UniqueConstraint("uai", "pause_id", name="site_pauses_uai_pause_id_key"),
    )
    op.create_table(
        "site_pause_reasons",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("pause_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["uai", "pause_id"],
            ["site_pauses.uai", "site_pauses.pause_id"],
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("uai", "pause_id"),
    )
    # Reviewed: that there is a pause, without a reason, which whoever places a pupil has to know.
    row_security(op, "site_pauses", shared=True)
    row_security(op, "site_pause_reasons")


def downgrade() -> None:
    op.drop_table("site_pause_reasons")
    op.drop_table("site_pauses")
