"""Formations of the network, and what companies and branches say of trades."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

Instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    _create_formations()
    _create_signals()
    row_security(op, "formations", shared=True)
    # The supervisor reads, corrects and withdraws those of all.
    row_security(op, "training_signals", department_wide=True)


def _create_formations() -> None:
    op.create_table(
        "formations",
        sa.Column("formation_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("uai", "mef", "label")),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "formation_id"),
    )
    op.create_index("formations_by_mef", "formations", ["mef"])


def _create_signals() -> None:
    op.create_table(
        "training_signals",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("signal_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("kind", "rome")),
        *(sa.Column(name, sa.Text()) for name in ("mef", "territory")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("strength", "source")),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("company", sa.Text()),
        *(sa.Column(name, sa.Uuid()) for name in ("company_id", "exchange_id")),
        sa.Column("status", sa.Text(), nullable=False),
        *(sa.Column(name, Instant, nullable=False) for name in ("raised_at", "changed_at")),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("status IN ('raised', 'withdrawn')", name="training_signal_status"),
        sa.PrimaryKeyConstraint("uai", "signal_id"),
    )
    op.create_index("training_signals_newest", "training_signals", ["told_on", "signal_id"])
    op.create_index("training_signals_by_trade", "training_signals", ["rome", "told_on"])
