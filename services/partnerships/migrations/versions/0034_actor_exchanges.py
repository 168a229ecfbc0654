"""Exchanges with actors of the network, and the tasks of their next steps."""

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
        "actor_exchanges",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("exchange_id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("next_step_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "exchange_id"),
    )
    op.create_index(
        "actor_exchanges_of_an_actor", "actor_exchanges", ["uai", "actor_id", "occurred_on"]
    )
    op.create_index("actor_exchanges_by_day", "actor_exchanges", ["uai", "occurred_on"])
    row_security(op, "actor_exchanges")
    op.add_column("tasks", sa.Column("actor_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("tasks", "actor_id")
    op.drop_table("actor_exchanges")
