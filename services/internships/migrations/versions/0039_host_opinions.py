"""What hosts think of stays."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0039"
down_revision: str | None = "0038"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "host_opinions",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("again", sa.Text(), nullable=False),
        sa.Column("prepared", sa.SmallInteger(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("uai", "placement_id"),
        sa.CheckConstraint(
            "again IN ('yes', 'maybe', 'no') AND prepared BETWEEN 1 AND 4",
            name="host_opinions_are_of_the_lists",
        ),
        sa.ForeignKeyConstraint(
            ("uai", "placement_id"),
            ["placements.uai", "placements.placement_id"],
            name="host_opinions_placement_id_fkey",
        ),
    )
    row_security(op, "host_opinions")


def downgrade() -> None:
    op.drop_table("host_opinions")
