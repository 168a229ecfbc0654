"""Table of the tokens of programs, read in the scope of the whole department."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, LargeBinary, Table, Text, Uuid

from services.portal.base.metadata import Instant, metadata

api_tokens = Table(
    "api_tokens",
    metadata,
    Column("token_id", Uuid, primary_key=True),
    Column("account_id", Uuid, ForeignKey("accounts.account_id"), nullable=False),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("label", Text, nullable=False),
    # None: what the account does for the department.
    Column("uai", Text),
    # None: every service.
    Column("service", Text),
    Column("writes", Boolean, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("last_used_at", Instant),
    Column("revoked_at", Instant),
)
Index("api_tokens_of_an_account", api_tokens.c.account_id)
