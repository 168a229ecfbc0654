"""The table of words of the DSDEN: each lycée’s own, which the supervisor writes and the lycée answers."""

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text, Uuid

from services.coordination.base.metadata import Instant, metadata

journal_words = Table(
    "journal_words",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("word_id", Uuid, primary_key=True),
    Column("line_id", Uuid, nullable=False),
    Column("fact_id", Uuid, nullable=False),
    Column("text", Text, nullable=False),
    Column("as_practice", Boolean, nullable=False),
    Column("said_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("seen_at", Instant),
    Column("answer", Text),
    Column("answered_at", Instant),
    Column("answer_withdrawn_at", Instant),
    Column("withdrawn_at", Instant),
    Column("version", Integer, nullable=False),
    Index("journal_words_newest", "said_at", "word_id"),
    Index("journal_words_of_line", "line_id"),
)
