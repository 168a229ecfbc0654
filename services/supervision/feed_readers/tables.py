"""The table of who reads feeds: no read model, `rebuild` leaves it alone."""

from sqlalchemy import (
    ARRAY,
    Boolean,
    Column,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
)

from services.supervision.base.metadata import metadata

Instant = DateTime(timezone=True)

feed_readers = Table(
    "feed_readers",
    metadata,
    # Of the DSDEN, which gives and takes back: no lycée's scope shows a row of it.
    Column("uai", Text, primary_key=True),
    Column("feed_reader_id", Uuid, primary_key=True),
    Column("organisation", Text, nullable=False),
    Column("inside", Boolean, nullable=False),
    Column("parts", ARRAY(Text), nullable=False),
    Column("uais", ARRAY(Text)),
    Column("secret_hash", LargeBinary, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("created_by", Uuid, nullable=False),
    Column("expires_on", Date, nullable=False),
    Column("revoked_at", Instant),
    Column("last_read_at", Instant),
    Column("times_read", Integer, nullable=False),
)
