"""Exchanges of bureaux and of the supervisor with actors of the network: read from the stream by an upgrade."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0021"
down_revision: str | None = "0020"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "actor_meetings",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("exchange_id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text()),
        sa.Column("purpose", sa.Text()),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "exchange_id"),
    )
    op.create_index("actor_meetings_of_an_actor", "actor_meetings", ["actor_id", "uai"])
    row_security(op, "actor_meetings", department_wide=True)


def downgrade() -> None:
    op.drop_table("actor_meetings")
