"""What a lycée has sent to programs outside."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from services.chassis.database.migrations import row_security

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INSTANT = sa.DateTime(timezone=True)
IN_WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    op.create_table(
        "endpoints",
        sa.Column("uai", sa.Text(), primary_key=True),
        sa.Column("endpoint_id", sa.Uuid(), primary_key=True),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("events", ARRAY(sa.Text()), nullable=False),
        sa.Column("secret_id", sa.Uuid(), nullable=False),
        sa.Column("old_secret_id", sa.Uuid()),
        sa.Column("old_secret_until", INSTANT),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("sent_since", INSTANT, nullable=False),
        sa.Column("removed_at", INSTANT),
        sa.Column("paused", sa.Text()),
        sa.Column("paused_at", INSTANT),
        sa.Column("failing_since", INSTANT),
        sa.Column("failures", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("retry_at", INSTANT),
        sa.Column("last_status", sa.SmallInteger()),
        sa.Column("last_reason", sa.Text()),
        sa.Column("last_attempt_at", INSTANT),
        sa.Column("delivered_at", INSTANT),
        sa.Column("lease_token", sa.Uuid()),
        sa.Column("leased_until", INSTANT),
        sa.CheckConstraint("(paused IS NULL) = (paused_at IS NULL)", name="endpoints_paused_since"),
    )
    op.create_table(
        "deliveries",
        sa.Column("uai", sa.Text(), primary_key=True),
        sa.Column("delivery_id", sa.Uuid(), primary_key=True),
        sa.Column("endpoint_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("event_type", sa.Text(), nullable=False),
        sa.Column("aggregate", sa.Text(), nullable=False),
        sa.Column("aggregate_version", sa.BigInteger(), nullable=False),
        sa.Column("happened_at", INSTANT, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("first_attempt_at", INSTANT),
        sa.Column("last_attempt_at", INSTANT),
        sa.Column("next_attempt_at", INSTANT, nullable=False),
        sa.Column("finished_at", INSTANT),
        sa.Column("last_status", sa.SmallInteger()),
        sa.Column("last_reason", sa.Text()),
        sa.ForeignKeyConstraint(
            ("uai", "endpoint_id"), ["endpoints.uai", "endpoints.endpoint_id"], ondelete="CASCADE"
        ),
        sa.UniqueConstraint("endpoint_id", "event_id", name="deliveries_once"),
        sa.CheckConstraint(
            "state IN ('waiting', 'delivered', 'failed')"
            " AND (state = 'waiting') = (finished_at IS NULL)",
            name="deliveries_state_has_its_marks",
        ),
    )
    ordered = ["endpoint_id", "aggregate", "aggregate_version", "happened_at", "delivery_id"]
    op.create_index("deliveries_in_order", "deliveries", ordered, postgresql_where=IN_WAITING)
    due = ["endpoint_id", "next_attempt_at", "happened_at", "aggregate_version", "delivery_id"]
    op.create_index("deliveries_due", "deliveries", due, postgresql_where=IN_WAITING)
    newest = ["uai", "endpoint_id", "happened_at", "delivery_id"]
    op.create_index("deliveries_newest", "deliveries", newest)
    for table in ("endpoints", "deliveries"):
        row_security(op, table, department_wide=True)


def downgrade() -> None:
    op.drop_table("deliveries")
    op.drop_table("endpoints")
