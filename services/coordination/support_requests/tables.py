"""Tables of requests for support: each lycée's own, which the supervisor reads and answers."""

from sqlalchemy import Boolean, CheckConstraint, Column, Date, Index, Integer, Table, Text, Uuid

from services.coordination.base.metadata import Instant, metadata

support_requests = Table(
    "support_requests",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("support_id", Uuid, primary_key=True),
    Column("topic", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("promised_on", Date),
    Column("asked_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("answered_at", Instant),
    Column("version", Integer, nullable=False),
    CheckConstraint("(status = 'answered') = (answered_at IS NOT NULL)", name="support_answered"),
    Index("support_requests_newest", "asked_at", "support_id"),
)
support_messages = Table(
    "support_messages",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("message_id", Uuid, primary_key=True),
    Column("support_id", Uuid, nullable=False),
    Column("by_supervisor", Boolean, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Index("support_messages_of", "support_id"),
)
