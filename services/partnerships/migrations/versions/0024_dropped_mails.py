"""Mails sent in copy to somebody's drop address."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0024"
down_revision: str | None = "0023"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "drop_addresses",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("drop_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False, unique=True),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("uai", "drop_id"),
    )
    op.create_index(
        "drop_addresses_one_each",
        "drop_addresses",
        ["uai", "account_id"],
        unique=True,
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    op.create_table(
        "dropped_mails",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("mail_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("ignored", sa.Text(), nullable=True),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.Column("noted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "mail_id"),
        sa.UniqueConstraint("uai", "key", name="dropped_mails_once"),
    )
    op.create_index("dropped_mails_to_see", "dropped_mails", ["uai", "account_id", "received_at"])
    # Whoever takes mails does not know for which lycée one is before it has looked.
    row_security(op, "drop_addresses", department_wide=True)
    row_security(op, "dropped_mails")


def downgrade() -> None:
    op.drop_table("dropped_mails")
    op.drop_table("drop_addresses")
