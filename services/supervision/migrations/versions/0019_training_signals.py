"""What companies say of trades, and the places they offer: read again from the stream by an upgrade."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def _newest() -> tuple[sa.Column[int], sa.Column[object]]:
    return (
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
    )


def upgrade() -> None:
    codes = ("kind", "rome", "mef", "territory", "strength", "source")
    op.create_table(
        "training_signals",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("signal_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Text()) for name in codes),
        sa.Column("told_on", sa.Date()),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        *_newest(),
        sa.PrimaryKeyConstraint("uai", "signal_id"),
    )
    op.create_index("training_signals_day", "training_signals", ["told_on"])
    row_security(op, "training_signals", department_wide=True)
    op.create_table(
        "capacities",
        sa.Column("uai", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("capacity_id", "company_id")),
        *(sa.Column(name, sa.Date(), nullable=False) for name in ("from_month", "to_month")),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        *_newest(),
        sa.PrimaryKeyConstraint("uai", "capacity_id"),
    )
    row_security(op, "capacities", department_wide=True)


def downgrade() -> None:
    op.drop_table("capacities")
    op.drop_table("training_signals")
