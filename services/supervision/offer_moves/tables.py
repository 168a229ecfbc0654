"""The read model of the moves of offer files: each of them, so that past days are known too."""

from sqlalchemy import BigInteger, Column, Date, Index, Table, Text, Uuid

from services.supervision.base.metadata import Instant, metadata

offer_moves = Table(
    "offer_moves",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("file_id", Uuid, primary_key=True),
    # A file is at the state of its newest version: each move is a version of its own.
    Column("version", BigInteger, primary_key=True),
    Column("state", Text, nullable=False),
    Column("moved_on", Date, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("event_id", Uuid, nullable=False),
    Index("offer_moves_day", "moved_on"),
)
