"""Which training signals count is known where nothing of them is read: a file counts those of other lycées."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0033"
down_revision: str | None = "0032"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "standing_signals",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("signal_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("signal_id"),
    )
    # Reviewed: that a signal counts, and whose it is, which the department is told.
    row_security(op, "standing_signals", shared=True, department_wide=True)
    tables = ("training_signals", "standing_signals")
    for table in tables:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(
        "INSERT INTO standing_signals (uai, signal_id)"
        " SELECT uai, signal_id FROM training_signals WHERE status = 'raised'"
    )
    for table in tables:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    op.drop_table("standing_signals")
