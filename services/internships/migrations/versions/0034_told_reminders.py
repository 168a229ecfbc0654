"""Which reminders of a period were told: each once for the day it counts to."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0034"
down_revision: str | None = "0033"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "told_reminders",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("reminder_id", sa.Uuid(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("threshold", sa.SmallInteger(), nullable=False),
        sa.Column("counted_to", sa.Date(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "reminder_id"),
        sa.UniqueConstraint(
            *("uai", "period_id", "kind", "counted_to", "threshold"), name="told_reminders_once"
        ),
        sa.ForeignKeyConstraint(
            ["uai", "period_id"],
            ["periods.uai", "periods.period_id"],
            name="told_reminders_period_id_fkey",
        ),
    )
    row_security(op, "told_reminders")


def downgrade() -> None:
    op.drop_table("told_reminders")
