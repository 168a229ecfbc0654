"""Table of the letters of sign-in, read in the scope of the whole department."""

from sqlalchemy import Column, ForeignKey, Index, SmallInteger, Table, Text, Uuid

from services.portal.base.metadata import Instant, metadata

sign_in_letters = Table(
    "sign_in_letters",
    metadata,
    Column("letter_id", Uuid, primary_key=True),
    # Who speaks in the mail: a lycée of the account, or the DSDEN for who works for none.
    Column("uai", Text, nullable=False),
    Column("account_id", Uuid, ForeignKey("accounts.account_id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("tries", SmallInteger, nullable=False, server_default="0"),
)
Index(
    "sign_in_letters_of_an_account",
    sign_in_letters.c.account_id,
    sign_in_letters.c.kind,
    sign_in_letters.c.asked_at,
)
