"""Mails to many companies, and the letter to each."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import row_security

revision: str = "0031"
down_revision: str | None = "0030"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "mailings",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("mailing_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("author", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("drafted_at", INSTANT, nullable=False),
        sa.Column("leaves_at", INSTANT, nullable=True),
        sa.Column("cancelled_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("uai", "mailing_id"),
        sa.CheckConstraint(
            "status IN ('draft', 'planned', 'sent', 'cancelled')", name="mailings_status"
        ),
    )
    op.create_table(
        "mailing_recipients",
        sa.Column("uai", sa.Text(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("mailing_id", sa.Uuid(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("mail_digest", sa.Text(), nullable=True),
        sa.Column("excluded_because", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("moved_at", INSTANT, nullable=True),
        sa.Column("interaction_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["uai", "mailing_id"], ["mailings.uai", "mailings.mailing_id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["uai", "contact_id"], ["contacts.uai", "contacts.contact_id"], ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("uai", "recipient_id"),
        sa.CheckConstraint(
            "(contact_id IS NULL) = (excluded_because IS NOT NULL)"
            " AND (contact_id IS NULL) = (mail_digest IS NULL)",
            name="mailing_recipients_are_written_to_or_not",
        ),
    )
    op.create_index(
        "mailing_recipients_of_a_mailing", "mailing_recipients", ["uai", "mailing_id", "rank"]
    )
    op.create_index("mailing_recipients_of_a_contact", "mailing_recipients", ["uai", "contact_id"])
    for table in ("mailings", "mailing_recipients"):
        row_security(op, table)


def downgrade() -> None:
    op.drop_table("mailing_recipients")
    op.drop_table("mailings")
