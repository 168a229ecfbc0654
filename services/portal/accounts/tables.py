"""Tables of accounts and of the roles granted to them: read before anybody knows for which lycée somebody works."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, Uuid

from services.portal.base.metadata import Instant, metadata

accounts = Table(
    "accounts",
    metadata,
    Column("account_id", Uuid, primary_key=True),
    Column("mail", Text, nullable=False),
    Column("mail_key", Text, nullable=False, unique=True),
    Column("display_name", Text, nullable=False),
    # Empty until a person who was invited has chosen one.
    Column("password_hash", Text),
    Column("created_at", Instant, nullable=False),
    Column("closed_at", Instant),
    # When somebody signed in last; empty until the first time.
    Column("used_at", Instant),
    # Since when a code is asked besides the password, see `services.portal.second_factor`.
    Column("second_factor_at", Instant),
)
grants = Table(
    "grants",
    metadata,
    Column("grant_id", Uuid, primary_key=True),
    Column("account_id", Uuid, ForeignKey("accounts.account_id"), nullable=False),
    Column("role", Text, nullable=False),
    Column("uai", Text, ForeignKey("lycees.uai")),
    Column("from_on", Date, nullable=False),
    # The first day without it.
    Column("until_on", Date),
    Column("version", Integer, nullable=False, server_default="1"),
    # Empty when it came from the command line.
    Column("granted_at", Instant),
    Column("granted_by", Uuid),
    # When somebody ended it before its day.
    Column("ended_at", Instant),
    Column("ended_by", Uuid),
    UniqueConstraint("grant_id", "uai", name="grants_within_a_lycee"),
)
Index("grants_of_a_lycee", grants.c.uai)
