"""Tables of the portal.

`accounts`, `sessions`, `half_sign_ins`, `calendar_feeds` and `sign_in_failures` have no lycée: they are read before anybody knows
for whom. `grants`, `lycees`, `api_tokens` and `sign_in_letters` are read in the scope of the whole department; who gives access
to a lycée reads and writes its own rows of them alone, as of `access_proposals`, `handovers` and `handover_parts`.
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    func,
)

from contracts.identifiers import Uai
from services.chassis.database.tables import chassis_tables
from services.chassis.unit_of_work.unit_of_work import Scope

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
    # Since when a code is asked besides the password, see `services.portal.second_factor`.
    Column("second_factor_at", Instant),
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
access_proposals = Table(
    "access_proposals",
    metadata,
    Column("proposal_id", Uuid, primary_key=True),
    Column("uai", Text, ForeignKey("lycees.uai"), nullable=False),
    Column("role", Text, nullable=False),
    Column("mail", Text, nullable=False),
    Column("display_name", Text, nullable=False),
    Column("from_on", Date, nullable=False),
    Column("last_day", Date),
    Column("proposed_at", Instant, nullable=False),
    Column("proposed_by", Uuid, nullable=False),
    Column("status", Text, nullable=False),
    Column("decided_at", Instant),
    Column("decided_by", Uuid),
    Column("version", Integer, nullable=False),
    CheckConstraint(
        "status IN ('waiting', 'accepted', 'refused', 'withdrawn')", name="proposal_status"
    ),
)
Index("access_proposals_of_a_lycee", access_proposals.c.uai, access_proposals.c.proposed_at)
handovers = Table(
    "handovers",
    metadata,
    Column("handover_id", Uuid, primary_key=True),
    Column("uai", Text, ForeignKey("lycees.uai"), nullable=False),
    Column("leaver_id", Uuid, ForeignKey("accounts.account_id"), nullable=False),
    Column("successor_id", Uuid, ForeignKey("accounts.account_id"), nullable=False),
    Column("on_day", Date, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("made_by", Uuid),
    Column("cancelled_at", Instant),
    UniqueConstraint("handover_id", "uai", name="handovers_within_a_lycee"),
)
Index("handovers_of_a_lycee", handovers.c.uai, handovers.c.on_day)
handover_parts = Table(
    "handover_parts",
    metadata,
    Column("part_id", Uuid, primary_key=True),
    Column("handover_id", Uuid, nullable=False),
    Column("uai", Text, nullable=False),
    Column("leaver_grant_id", Uuid, nullable=False),
    # What to put back when it is cancelled.
    Column("until_before", Date),
    # Empty when the successor had the role already.
    Column("successor_grant_id", Uuid),
    # Each within one lycée: no row of another can be named.
    ForeignKeyConstraint(["handover_id", "uai"], ["handovers.handover_id", "handovers.uai"]),
    ForeignKeyConstraint(["leaver_grant_id", "uai"], ["grants.grant_id", "grants.uai"]),
    ForeignKeyConstraint(["successor_grant_id", "uai"], ["grants.grant_id", "grants.uai"]),
)
Index("handover_parts_of_a_handover", handover_parts.c.handover_id)
sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("account_id", Uuid, ForeignKey("accounts.account_id"), nullable=False),
    Column("began_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    # Names it to its owner, and opens nothing.
    Column("session_id", Uuid, nullable=False, server_default=func.gen_random_uuid()),
    Column("device", Text, nullable=False, server_default=""),
)
Index("sessions_of_an_account", sessions.c.account_id)
half_sign_ins = Table(
    "half_sign_ins",
    metadata,
    Column("half_id", Uuid, primary_key=True),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("account_id", Uuid, ForeignKey("accounts.account_id"), nullable=False),
    Column("device", Text, nullable=False),
    # How the security log calls the first half: by a password, or by the code of a letter.
    Column("began_by", Text, nullable=False),
    Column("began_at", Instant, nullable=False),
)
Index("half_sign_ins_of_an_account", half_sign_ins.c.account_id)
calendar_feeds = Table(
    "calendar_feeds",
    metadata,
    # One at a time: making another ends the one before.
    Column("account_id", Uuid, ForeignKey("accounts.account_id"), primary_key=True),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("made_at", Instant, nullable=False),
)
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
