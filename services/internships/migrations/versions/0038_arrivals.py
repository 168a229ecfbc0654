"""That a pupil came, as the host says it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0038"
down_revision: str | None = "0037"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "arrivals",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("uai", "placement_id"),
        sa.ForeignKeyConstraint(
            ("uai", "placement_id"),
            ["placements.uai", "placements.placement_id"],
            name="arrivals_placement_id_fkey",
        ),
    )
    row_security(op, "arrivals")


def downgrade() -> None:
    op.drop_table("arrivals")
