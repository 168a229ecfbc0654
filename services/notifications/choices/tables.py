"""Table of how each person wants to hear of a kind of notice."""

from sqlalchemy import Column, Table, Text, Uuid

from services.notifications.base.metadata import Instant, metadata

# Of a person, whatever the lycée.
notice_choices = Table(
    "notice_choices",
    metadata,
    Column("account_id", Uuid, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("rhythm", Text, nullable=False),
    Column("chosen_at", Instant, nullable=False),
)
