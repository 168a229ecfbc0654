"""Who is asked whether they sent a need by the public form."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

Instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "need_confirmations",
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("mail_digest", sa.Text(), nullable=False),
        sa.Column("doubt", sa.SmallInteger(), nullable=False),
        sa.Column("asked_at", Instant, nullable=False),
        sa.Column("sent_at", Instant),
        sa.PrimaryKeyConstraint("need_id"),
    )
    op.create_index("need_confirmations_by_mail", "need_confirmations", ["mail_digest"])
    op.create_index("need_confirmations_sent", "need_confirmations", ["sent_at"])
    row_security(op, "need_confirmations", department_wide=True)
