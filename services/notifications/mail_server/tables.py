"""Table of the mail server that turns us away: why no mail at all leaves."""

from sqlalchemy import Column, SmallInteger, Table, Text

from services.notifications.base.metadata import Instant, metadata

# Why no mail at all leaves; a row per mail server that turns us away, none when all is well.
relay_troubles = Table(
    "relay_troubles",
    metadata,
    Column("relay", Text, primary_key=True),
    Column("since", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("reason", Text, nullable=False),
    Column("code", SmallInteger),
)
