"""Exchanges with actors that were taken back may be put back."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0061"
down_revision: str | None = "0060"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "withdrawn_actor_exchanges",
        sa.Column("uai", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("exchange_id", "actor_id")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("kind", "purpose", "outcome")),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("next_step_on", sa.Date()),
        sa.Column("note", sa.Text()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("told_version", sa.Integer()),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("uai", "exchange_id"),
    )
    row_security(op, "withdrawn_actor_exchanges")


def downgrade() -> None:
    op.drop_table("withdrawn_actor_exchanges")
