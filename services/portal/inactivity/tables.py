"""The table of what owners of unused accounts were told."""

from sqlalchemy import Column, Date, ForeignKey, Table, Text, Uuid

from services.portal.base.metadata import Instant, metadata

inactivity_warnings = Table(
    "inactivity_warnings",
    metadata,
    # Of the DSDEN, in whose name they are told.
    Column("uai", Text, nullable=False),
    Column("account_id", Uuid, ForeignKey("accounts.account_id"), primary_key=True),
    # The last use it was told of: after another one it says nothing more.
    Column("used_at", Instant, nullable=False),
    Column("closes_on", Date, nullable=False),
    Column("first_id", Uuid, nullable=False, unique=True),
    Column("last_id", Uuid, unique=True),
    Column("last_on", Date),
    # When it left: nobody is erased for a mail that waits.
    Column("told_on", Date),
)
