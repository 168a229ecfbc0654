"""Table of what lycées add to their mails."""

from sqlalchemy import Column, Integer, Table, Text

from services.notifications.base.metadata import Instant, metadata

own_sentences = Table(
    "own_sentences",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("template", Text, primary_key=True),
    # Empty once it was removed: the version goes on.
    Column("text", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_at", Instant, nullable=False),
)
