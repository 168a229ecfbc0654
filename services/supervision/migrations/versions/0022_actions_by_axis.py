"""Actions held on each axis of the Parcours Avenir, as lycées total them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0022"
down_revision: str | None = "0021"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "axis_totals",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("school_year", sa.Text(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("discovery", "initiative", "guidance")
        ),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "school_year"),
    )
    row_security(op, "axis_totals", department_wide=True)
