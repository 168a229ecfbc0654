"""Letters of sign-in, accounts without a password yet, mails of the demonstration."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.alter_column("accounts", "password_hash", nullable=True)
    op.create_table(
        "sign_in_letters",
        sa.Column("letter_id", sa.Uuid(), primary_key=True),
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Uuid(), sa.ForeignKey("accounts.account_id"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT),
        sa.Column("tries", sa.SmallInteger(), nullable=False, server_default="0"),
    )
    op.create_index(
        "sign_in_letters_of_an_account", "sign_in_letters", ["account_id", "kind", "asked_at"]
    )
    row_security(op, "sign_in_letters", department_wide=True)
    op.create_table(
        "demo_mails",
        sa.Column("mail_id", sa.Uuid(), primary_key=True),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
