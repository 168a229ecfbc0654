"""Table of the addresses of calendars, which have no lycée."""

from sqlalchemy import Column, ForeignKey, LargeBinary, Table, Uuid

from services.portal.base.metadata import Instant, metadata

calendar_feeds = Table(
    "calendar_feeds",
    metadata,
    # One at a time: making another ends the one before.
    Column("account_id", Uuid, ForeignKey("accounts.account_id"), primary_key=True),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("made_at", Instant, nullable=False),
)
