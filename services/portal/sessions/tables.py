"""Table of the sessions, which have no lycée."""

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, Table, Text, Uuid, func

from services.portal.base.metadata import Instant, metadata

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("account_id", Uuid, ForeignKey("accounts.account_id"), nullable=False),
    Column("began_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    # Names it to its owner, and opens nothing.
    Column("session_id", Uuid, nullable=False, server_default=func.gen_random_uuid()),
    Column("device", Text, nullable=False, server_default=""),
)
Index("sessions_of_an_account", sessions.c.account_id)
