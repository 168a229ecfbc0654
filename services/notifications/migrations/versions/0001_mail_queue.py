"""The queue of mails, and what is wrong with the relay they leave by."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from services.chassis.database.migrations import create_chassis_tables, row_security

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    create_chassis_tables(op)
    op.create_table(
        "mails",
        sa.Column("uai", sa.Text(), primary_key=True),
        sa.Column("mail_id", sa.Uuid(), primary_key=True),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("cause", sa.Uuid(), nullable=False),
        sa.Column("aggregate_id", sa.Uuid(), nullable=False),
        sa.Column("traceparent", sa.Text()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("queued_at", INSTANT, nullable=False),
        sa.Column("next_attempt_at", INSTANT, nullable=False),
        sa.Column("lease_token", sa.Uuid()),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("first_attempt_at", INSTANT),
        sa.Column("last_attempt_at", INSTANT),
        sa.Column("finished_at", INSTANT),
        sa.Column("cancel_asked_at", INSTANT),
        sa.Column("last_reason", sa.Text()),
        sa.Column("last_verb", sa.Text()),
        sa.Column("last_code", sa.SmallInteger()),
        sa.Column("last_status", sa.Text()),
        sa.Column("message_id", sa.Text()),
        sa.Column("composed_at", INSTANT),
        sa.Column("address", sa.Text()),
        sa.Column("sender_name", sa.Text()),
        sa.Column("reply_to", sa.Text()),
        sa.Column("subject", sa.Text()),
        sa.Column("html", sa.Text()),
        sa.Column("text", sa.Text()),
        sa.UniqueConstraint("recipient", "cause", "template", name="mails_once"),
        sa.CheckConstraint(
            "state IN ('queued', 'attempting', 'sent', 'deferred', 'failed', 'cancelled')"
            " AND (state = 'attempting') = (lease_token IS NOT NULL)"
            " AND (state IN ('sent', 'failed', 'cancelled')) = (finished_at IS NOT NULL)",
            name="mails_state_has_its_marks",
        ),
    )
    op.create_index(
        "mails_due",
        "mails",
        ["next_attempt_at"],
        postgresql_where=sa.text("state IN ('queued', 'deferred', 'attempting')"),
    )
    op.create_index("mails_of_an_aggregate", "mails", ["uai", "aggregate_id"])
    op.create_index("mails_newest", "mails", ["uai", "queued_at", "mail_id"])
    op.create_index(
        "mails_with_a_body",
        "mails",
        ["finished_at"],
        postgresql_where=sa.text("composed_at IS NOT NULL AND finished_at IS NOT NULL"),
    )
    op.create_table(
        "relay_troubles",
        sa.Column("relay", sa.Text(), primary_key=True),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("code", sa.SmallInteger()),
    )
    row_security(op, "mails", department_wide=True)


def downgrade() -> None:
    op.drop_table("relay_troubles")
    op.drop_table("mails")
