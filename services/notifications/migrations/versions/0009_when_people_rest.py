"""When people are not written to: their nights, and an absence."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "rests",
        sa.Column("account_id", sa.Uuid(), primary_key=True),
        sa.Column("evening", sa.Time(), nullable=False),
        sa.Column("morning", sa.Time(), nullable=False),
        sa.Column("away_from", sa.Date()),
        sa.Column("away_until", sa.Date()),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("morning < evening", name="rests_leave_a_day"),
        sa.CheckConstraint(
            "(away_from IS NULL) = (away_until IS NULL) AND away_from <= away_until",
            name="rests_end",
        ),
    )
    row_security(op, "rests", shared=True)


def downgrade() -> None:
    op.drop_table("rests")
