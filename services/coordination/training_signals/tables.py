"""Tables of training signals: each lycée's own and the DSDEN's, which the supervisor reads; which of them count."""

from sqlalchemy import CheckConstraint, Column, Date, Index, Integer, Table, Text, Uuid

from services.coordination.base.metadata import Instant, metadata

training_signals = Table(
    "training_signals",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("signal_id", Uuid, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("rome", Text, nullable=False),
    Column("mef", Text),
    Column("territory", Text),
    Column("strength", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("told_on", Date, nullable=False),
    Column("text", Text, nullable=False),
    Column("company", Text),
    Column("company_id", Uuid),
    Column("exchange_id", Uuid),
    Column("status", Text, nullable=False),
    Column("raised_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    # The trade first: the list is sorted by it.
    Column("words", Text(collation="C"), nullable=False),
    CheckConstraint("status IN ('raised', 'withdrawn')", name="training_signal_status"),
    Index("training_signals_newest", "told_on", "signal_id"),
    Index("training_signals_by_trade", "rome", "told_on"),
    Index("training_signals_of_company", "company_id"),
)

# Those that count, for who reads nothing else of them: a file counts what other lycées attached.
standing_signals = Table(
    "standing_signals",
    metadata,
    Column("uai", Text, nullable=False),
    Column("signal_id", Uuid, primary_key=True),
)
