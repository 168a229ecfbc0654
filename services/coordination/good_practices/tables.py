"""Tables of good practices: read by all bureaux, written by the lycée they are of, or the DSDEN."""

from sqlalchemy import Column, Index, Integer, Table, Text, Uuid

from services.coordination.base.metadata import Instant, metadata

good_practices = Table(
    "good_practices",
    metadata,
    Column("practice_id", Uuid, primary_key=True),
    Column("uai", Text, nullable=False),
    Column("theme", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("link", Text),
    # What it is found by: bare words, each after a space.
    Column("words", Text(collation="C"), nullable=False),
    Column("shared_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("pinned_at", Instant),
    Column("withdrawn_at", Instant),
    Column("version", Integer, nullable=False),
    Index("good_practices_newest", "shared_at", "practice_id"),
)
practice_comments = Table(
    "practice_comments",
    metadata,
    Column("comment_id", Uuid, primary_key=True),
    Column("uai", Text, nullable=False),
    Column("practice_id", Uuid, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("withdrawn_at", Instant),
    # Who withdrew it, and may put it back: its lycée, or the DSDEN.
    Column("withdrawn_by", Text),
    Index("practice_comments_of", "practice_id"),
)
practice_adoptions = Table(
    "practice_adoptions",
    metadata,
    Column("practice_id", Uuid, primary_key=True),
    Column("uai", Text, primary_key=True),
    Column("at", Instant, nullable=False),
)
