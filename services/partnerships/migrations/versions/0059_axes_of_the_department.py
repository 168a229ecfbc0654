"""Axes of lycées refer to those of the Parcours Avenir, and actions held on each are counted."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0059"
down_revision: str | None = "0058"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("action_axes", sa.Column("avenir", sa.Text(), nullable=True))
    op.create_table(
        "axis_totals",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("school_year", sa.Text(), nullable=False),
        sa.Column("totals_id", sa.Uuid(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("discovery", "initiative", "guidance", "version")
        ),
        sa.PrimaryKeyConstraint("uai", "school_year"),
    )
    row_security(op, "axis_totals")


def downgrade() -> None:
    op.drop_table("axis_totals")
    op.drop_column("action_axes", "avenir")
