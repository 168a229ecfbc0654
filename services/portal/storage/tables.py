"""Tables of the portal.

`accounts`, `sessions` and `sign_in_failures` have no lycée: they are read before anybody knows
for whom. `grants`, `lycees` and `sign_in_letters` are read in the scope of the whole department.
"""

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    Uuid,
)

from contracts.identifiers import Uai
from services.chassis.tables import chassis_tables
from services.chassis.work import Scope

DEPARTMENT = Scope(frozenset(), department_wide=True)
"""The portal reads grants before it knows for which lycée somebody works."""


def speaking_for(uai: Uai) -> Scope:
    """The whole department is read, and what is recorded speaks for this lycée (or the DSDEN)."""
    return Scope(frozenset({uai}), department_wide=True)


metadata = MetaData()
Instant = DateTime(timezone=True)

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
)
lycees = Table(
    "lycees",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("commune", Text, nullable=False),
    Column("version", Integer, nullable=False),
)
grants = Table(
    "grants",
    metadata,
    Column("grant_id", Uuid, primary_key=True),
    Column("account_id", Uuid, ForeignKey("accounts.account_id"), nullable=False),
    Column("role", Text, nullable=False),
    Column("uai", Text, ForeignKey("lycees.uai")),
    Column("from_on", Date, nullable=False),
    Column("until_on", Date),
)
sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("account_id", Uuid, ForeignKey("accounts.account_id"), nullable=False),
    Column("began_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
)
Index("sessions_of_an_account", sessions.c.account_id)
sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("failure_id", Uuid, primary_key=True),
    Column("about", Text, nullable=False),
    Column("failed_at", Instant, nullable=False),
)
Index("sign_in_failures_about", sign_in_failures.c.about, sign_in_failures.c.failed_at)
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
demo_mails = Table(
    "demo_mails",
    metadata,
    Column("mail_id", Uuid, primary_key=True),
    Column("received_at", Instant, nullable=False),
    Column("sender", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
chassis_tables(metadata)
