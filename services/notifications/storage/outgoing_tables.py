"""Tables of what a lycée has sent outside: where, what, and whether it arrived."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY

from services.notifications.storage.metadata import metadata

Instant = DateTime(timezone=True)

endpoints = Table(
    "endpoints",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("endpoint_id", Uuid, primary_key=True),
    Column("label", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("events", ARRAY(Text), nullable=False),
    # What the secret is derived from: the secret itself is stored nowhere.
    Column("secret_id", Uuid, nullable=False),
    Column("old_secret_id", Uuid),
    Column("old_secret_until", Instant),
    Column("version", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    # Facts of before are not sent: it was not there, or they are kept no longer.
    Column("sent_since", Instant, nullable=False),
    Column("removed_at", Instant),
    Column("paused", Text),
    Column("paused_at", Instant),
    Column("failing_since", Instant),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("retry_at", Instant),
    Column("last_status", SmallInteger),
    Column("last_reason", Text),
    Column("last_attempt_at", Instant),
    Column("delivered_at", Instant),
    # One process at a time sends to an endpoint: what it is sent is in order.
    Column("lease_token", Uuid),
    Column("leased_until", Instant),
    CheckConstraint("(paused IS NULL) = (paused_at IS NULL)", name="endpoints_paused_since"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("delivery_id", Uuid, primary_key=True),
    Column("endpoint_id", Uuid, nullable=False),
    Column("event_id", Uuid, nullable=False),
    Column("event_type", Text, nullable=False),
    # Whose facts keep their order.
    Column("aggregate", Text, nullable=False),
    Column("aggregate_version", BigInteger, nullable=False),
    Column("happened_at", Instant, nullable=False),
    # The very bytes, so that a copy sent later is the same.
    Column("body", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("first_attempt_at", Instant),
    Column("last_attempt_at", Instant),
    Column("next_attempt_at", Instant, nullable=False),
    Column("finished_at", Instant),
    Column("last_status", SmallInteger),
    Column("last_reason", Text),
    ForeignKeyConstraint(
        ("uai", "endpoint_id"), ["endpoints.uai", "endpoints.endpoint_id"], ondelete="CASCADE"
    ),
    UniqueConstraint("endpoint_id", "event_id", name="deliveries_once"),
    CheckConstraint(
        "state IN ('waiting', 'delivered', 'failed')"
        " AND (state = 'waiting') = (finished_at IS NULL)",
        name="deliveries_state_has_its_marks",
    ),
)
Index(
    "deliveries_in_order",
    deliveries.c.endpoint_id,
    deliveries.c.aggregate,
    deliveries.c.aggregate_version,
    deliveries.c.happened_at,
    deliveries.c.delivery_id,
    postgresql_where=deliveries.c.state == "waiting",
)
Index(
    "deliveries_due",
    deliveries.c.endpoint_id,
    deliveries.c.next_attempt_at,
    deliveries.c.happened_at,
    deliveries.c.aggregate_version,
    deliveries.c.delivery_id,
    postgresql_where=deliveries.c.state == "waiting",
)
Index(
    "deliveries_newest",
    deliveries.c.uai,
    deliveries.c.endpoint_id,
    deliveries.c.happened_at,
    deliveries.c.delivery_id,
)
