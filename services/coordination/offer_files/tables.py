"""Tables of files of the training offer: of the DSDEN while they are drafts, then of the lycée they are about."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY

from services.coordination.base.metadata import Instant, metadata

offer_files = Table(
    "offer_files",
    metadata,
    # Who reads it beside the supervisor: the DSDEN's own while it is a draft.
    Column("uai", Text, primary_key=True),
    Column("file_id", Uuid, primary_key=True),
    Column("change", Text, nullable=False),
    Column("lycee", Text, nullable=False),
    Column("formation", Text, nullable=False),
    Column("effect_year", Text, nullable=False),
    Column("mef", Text),
    Column("diploma", Text),
    Column("trades", ARRAY(Text), nullable=False),
    Column("territory", Text),
    Column("capacity_now", Integer),
    Column("capacity_wanted", Integer),
    Column("reference", Text),
    Column("text", Text),
    Column("asked", Text),
    Column("state", Text, nullable=False),
    Column("correction", Text),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    Index("offer_files_by_id", "file_id", unique=True),
    Index("offer_files_by_year", "effect_year", "state"),
)

offer_moves = Table(
    "offer_moves",
    metadata,
    Column("uai", Text, nullable=False),
    Column("move_id", Uuid, primary_key=True),
    Column("file_id", Uuid, nullable=False),
    Column("action", Text, nullable=False),
    Column("state_before", Text, nullable=False),
    Column("state_after", Text, nullable=False),
    Column("moved_on", Date, nullable=False),
    Column("reason", Text),
    Column("noted_at", Instant, nullable=False),
    Column("correction_before", Text),
    Column("capacity_before", Integer),
    Column("year_before", Text),
    Column("undone_at", Instant),
    Index("offer_moves_of_a_file", "file_id", "noted_at"),
)

offer_opinions = Table(
    "offer_opinions",
    metadata,
    Column("uai", Text, nullable=False),
    Column("opinion_id", Uuid, primary_key=True),
    Column("file_id", Uuid, nullable=False),
    Column("body", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("opinion", Text, nullable=False),
    Column("given_on", Date, nullable=False),
    Column("text", Text),
    Column("noted_at", Instant, nullable=False),
    Column("withdrawn_at", Instant),
    Column("version", Integer, nullable=False),
    Index("offer_opinions_of_a_file", "file_id", "given_on"),
)

offer_signals = Table(
    "offer_signals",
    metadata,
    Column("uai", Text, nullable=False),
    Column("file_id", Uuid, primary_key=True),
    Column("signal_id", Uuid, primary_key=True),
    # The lycée whose bureau did it, or the DSDEN.
    Column("attached_by", Text, nullable=False),
    Column("attached_at", Instant, nullable=False),
    # Its sentence is in the note for a working group.
    Column("cited", Boolean, nullable=False),
    Index("offer_signals_by_signal", "signal_id"),
)
"""Beside a file: each row is read by who reads the file, and follows it when it is theirs to read."""
OF_A_FILE = (offer_moves, offer_opinions, offer_signals)
