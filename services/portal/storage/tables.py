"""Tables of the portal.

`accounts`, `sessions` and `sign_in_failures` have no lycée: they are read before anybody knows
for whom. `grants` and `lycees` are read in the scope of the whole department.
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
    Table,
    Text,
    Uuid,
)

from services.chassis.tables import chassis_tables
from services.chassis.work import Scope

DEPARTMENT = Scope(frozenset(), department_wide=True)
"""The portal reads grants before it knows for which lycée somebody works."""

metadata = MetaData()
Instant = DateTime(timezone=True)

accounts = Table(
    "accounts",
    metadata,
    Column("account_id", Uuid, primary_key=True),
    Column("mail", Text, nullable=False),
    Column("mail_key", Text, nullable=False, unique=True),
    Column("display_name", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
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
chassis_tables(metadata)
