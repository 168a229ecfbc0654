"""What bureaux ask the supervisor, and what both wrote."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

Instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "support_requests",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("support_id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("promised_on", sa.Date()),
        sa.Column("asked_at", Instant, nullable=False),
        sa.Column("changed_at", Instant, nullable=False),
        sa.Column("answered_at", Instant),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'answered') = (answered_at IS NOT NULL)", name="support_answered"
        ),
        sa.PrimaryKeyConstraint("uai", "support_id"),
    )
    op.create_index("support_requests_newest", "support_requests", ["asked_at", "support_id"])
    op.create_table(
        "support_messages",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("support_id", sa.Uuid(), nullable=False),
        sa.Column("by_supervisor", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("uai", "message_id"),
    )
    op.create_index("support_messages_of", "support_messages", ["support_id"])
    # The supervisor answers all of them.
    row_security(op, "support_requests", department_wide=True)
    row_security(op, "support_messages", department_wide=True)
