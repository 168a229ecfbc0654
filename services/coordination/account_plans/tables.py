"""Tables of shared plans: each line is of the lycée in charge, and read by all the account concerns."""

from sqlalchemy import Column, Date, Index, Integer, Table, Text, Uuid

from services.coordination.base.metadata import Instant, metadata

key_account_lines = Table(
    "key_account_lines",
    metadata,
    Column("line_id", Uuid, primary_key=True),
    Column("uai", Text, nullable=False),
    Column("key_account_id", Uuid, nullable=False),
    Column("subject", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("due_on", Date),
    Column("state", Text, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("removed_at", Instant),
    Column("version", Integer, nullable=False),
    Index("key_account_lines_of", "key_account_id"),
    Index("key_account_lines_due", "uai", "due_on"),
)

key_account_line_moves = Table(
    "key_account_line_moves",
    metadata,
    Column("move_id", Uuid, primary_key=True),
    # In whose name it was said: the lycée’s, or the DSDEN’s.
    Column("uai", Text, nullable=False),
    Column("key_account_id", Uuid, nullable=False),
    Column("line_id", Uuid, nullable=False),
    Column("state_before", Text),
    Column("state_after", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Index("key_account_line_moves_of", "key_account_id", "at"),
)
