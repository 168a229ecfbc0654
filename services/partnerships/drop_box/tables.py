"""Tables of mails sent in copy: to which address, and those no company was found for."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Index,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

from services.partnerships.base.tables import metadata
from services.partnerships.base.texts import FREE_TEXTS, FreeText

Instant = DateTime(timezone=True)

drop_addresses = Table(
    "drop_addresses",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("drop_id", Uuid, primary_key=True),
    Column("account_id", Uuid, nullable=False),
    # The address is derived from the id; what is compared with is its digest.
    Column("token_hash", Text, nullable=False, unique=True),
    Column("made_at", Instant, nullable=False),
    Column("revoked_at", Instant),
)
Index(
    "drop_addresses_one_each",
    drop_addresses.c.uai,
    drop_addresses.c.account_id,
    unique=True,
    postgresql_where=text("revoked_at IS NULL"),
)

dropped_mails = Table(
    "dropped_mails",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("mail_id", Uuid, primary_key=True),
    Column("account_id", Uuid, nullable=False),
    # Two copies of one mail are one.
    Column("key", Text, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("occurred_on", Date, nullable=False),
    # Only of what no company was found for, until one is.
    Column("text", Text),
    Column("ignored", Text),
    # An exchange was noted, or it was put aside.
    Column("done_at", Instant),
    Column("noted", Boolean, nullable=False),
    # Nobody vouched for who wrote it: its reader says whether it is to be noted.
    Column("unverified", Boolean, nullable=False, server_default=text("false")),
    UniqueConstraint("uai", "key", name="dropped_mails_once"),
    Index("dropped_mails_to_see", "uai", "account_id", "received_at"),
)

FREE_TEXTS.add(
    FreeText(
        dropped_mails.c.text,
        key=dropped_mails.c.mail_id,
        on=dropped_mails.c.occurred_on,
        of="Courriel à rattacher",
    )
)
