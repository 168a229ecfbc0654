"""The read model of training signals: the newest state of each, as codes."""

from sqlalchemy import Boolean, Column, Date, Index, Table, Text, Uuid

from services.supervision.base.metadata import metadata, newest

# Of one that was withdrawn nothing is told but that it is: its codes are then empty.
training_signals = Table(
    "training_signals",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("signal_id", Uuid, primary_key=True),
    *(Column(name, Text) for name in ("kind", "rome", "mef", "territory", "strength", "source")),
    Column("told_on", Date),
    Column("withdrawn", Boolean, nullable=False),
    *newest(),
    Index("training_signals_day", "told_on"),
)
