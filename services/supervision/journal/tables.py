"""The read model of the network’s journal."""

from sqlalchemy import Column, Date, Index, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from services.supervision.base.metadata import Instant, metadata

network_journal = Table(
    "network_journal",
    metadata,
    Column("event_id", Uuid, primary_key=True),
    Column("uai", Text, nullable=False),
    Column("event", Text, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("correlation_id", Uuid, nullable=False),
    Column("company_id", Uuid),
    Column("period_id", Uuid),
    Column("mef", Text),
    Column("occurred_on", Date),
    Column("details", JSONB, nullable=False),
    # Newest first, what was done together side by side.
    Index("network_journal_order", "recorded_at", "correlation_id", "event", "event_id"),
    Index("network_journal_company", "company_id", "recorded_at"),
)
