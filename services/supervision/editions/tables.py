"""The tables of editions: no read models, `rebuild` leaves them as they are."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from services.supervision.base.metadata import Instant, metadata

editions = Table(
    "editions",
    metadata,
    Column("edition_id", Uuid, primary_key=True),
    Column("made_at", Instant, nullable=False),
    # Figures and lycées, see `model.EditionContent`.
    Column("content", JSONB, nullable=False),
    Index("editions_newest", "made_at"),
)

# Of the newest edition alone: each one tells the whole activity.
edition_lines = Table(
    "edition_lines",
    metadata,
    Column(
        "edition_id", Uuid, ForeignKey("editions.edition_id", ondelete="CASCADE"), primary_key=True
    ),
    Column("position", Integer, primary_key=True),
    Column("line_id", Uuid, nullable=False),
    Column("of_uai", Text, nullable=False),
    Column("lycee", Text, nullable=False),
    Column("sentence", Text, nullable=False),
    Column("told_on", Date, nullable=False),
    Column("first_on", Date),
)
