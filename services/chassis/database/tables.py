"""Tables every service has: journal, command answers, inbox, parking, timed work, marks.

Code of the chassis uses the tables of this module; `chassis_tables(metadata)` puts copies
on a service's own MetaData, so that its migrations and its catalogue tests see them.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import INT8MULTIRANGE, JSONB

CHASSIS = MetaData()

Instant = DateTime(timezone=True)

journal = Table(
    "journal",
    CHASSIS,
    Column("position", BigInteger, Identity(always=True), primary_key=True),
    Column("event_id", Uuid, nullable=False, unique=True),
    Column("uai", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("audience", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("subject", Text, nullable=False),
    Column("headers", JSONB, nullable=False),
    # Text, not JSONB: a message sent again must be the same bytes.
    Column("payload", Text, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Column("send_error", Text),
    # How often it was sent again because the stream had lost it: each time under another id.
    Column("resends", Integer, nullable=False, server_default="0"),
    # SHA-256 of a payload that was let go with its headers: the stream has let go of it too.
    Column("payload_hash", LargeBinary),
    # When an operator took the payload away, for good: never sent again.
    Column("redacted_at", Instant),
    UniqueConstraint("source", "audience", "sequence", name="journal_sequence_key"),
    # The relay publishes what these two say: they may not name another lycée than the row's.
    CheckConstraint(
        "split_part(source, '/', 3) = uai AND split_part(subject, '.', 3) = uai"
        " AND split_part(subject, '.', 1) = audience",
        name="journal_speaks_for_its_lycee",
    ),
)
Index(
    "journal_unsent",
    journal.c.audience,
    journal.c.position,
    postgresql_where=journal.c.sent_at.is_(None) & journal.c.send_error.is_(None),
)

# A refused row is rare and must be found among millions.
Index("journal_refused", journal.c.position, postgresql_where=journal.c.send_error.is_not(None))

journal_counters = Table(
    "journal_counters",
    CHASSIS,
    Column("source", Text, primary_key=True),
    Column("audience", Text, primary_key=True),
    Column("uai", Text, nullable=False),
    Column("last", BigInteger, nullable=False),
    CheckConstraint("split_part(source, '/', 3) = uai", name="counter_of_its_lycee"),
)

commands = Table(
    "commands",
    CHASSIS,
    Column("command_id", Uuid, primary_key=True),
    Column("account_id", Uuid),
    Column("fingerprint", LargeBinary, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    # Empty until the command's last statement: an answer exists exactly when the work does.
    Column("status", SmallInteger),
    Column("headers", JSONB),
    Column("body", LargeBinary),
)

audit_entries = Table(
    "audit_entries",
    CHASSIS,
    # A UUIDv7: in order of time.
    Column("entry_id", Uuid, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("account_id", Uuid, nullable=False),
    Column("role", Text, nullable=False),
    # The lycée it was done for, or the DSDEN.
    Column("uai", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("resource_id", Uuid),
    Column("result", Text, nullable=False),
    CheckConstraint("result IN ('done', 'read', 'refused')", name="audit_result"),
)
Index(
    "audit_entries_of_a_resource",
    audit_entries.c.resource_id,
    audit_entries.c.entry_id,
    postgresql_where=audit_entries.c.resource_id.is_not(None),
)

# What was erased for good, by ids alone: what the ledger outside the database has besides was lost
# by restoring a backup.
erasures = Table(
    "erasures",
    CHASSIS,
    Column("erasure_id", Uuid, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("kind", Text, nullable=False),
    Column("lycee", Text, nullable=False),
    Column("resource_id", Uuid, nullable=False),
    Column("applied_at", Instant, nullable=False),
)

# The proof of what went when its time was over: how many, and which by a digest of their ids.
purges = Table(
    "purges",
    CHASSIS,
    Column("purge_id", Uuid, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("uai", Text, nullable=False),
    Column("rule", Text, nullable=False),
    # Empty when it was done by itself.
    Column("account_id", Uuid),
    Column("removed", Integer, nullable=False),
    Column("ids_hash", LargeBinary, nullable=False),
)

inbox = Table(
    "inbox",
    CHASSIS,
    Column("consumer", Text, primary_key=True),
    Column("event_id", Uuid, primary_key=True),
    Column("source", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("handled_at", Instant, nullable=False),
)

inbox_floors = Table(
    "inbox_floors",
    CHASSIS,
    # `<consumer>/<service>.<event>`: a kind that joins a group next year starts without a floor.
    Column("kind", Text, primary_key=True),
    Column("source", Text, primary_key=True),
    # Every event of this kind up to this number was handled: its inbox row may be gone.
    Column("sequence", BigInteger, nullable=False),
)

delivery_attempts = Table(
    "delivery_attempts",
    CHASSIS,
    Column("consumer", Text, primary_key=True),
    Column("event_id", Uuid, primary_key=True),
    Column("attempts", Integer, nullable=False),
    Column("first_at", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
)

parked_events = Table(
    "parked_events",
    CHASSIS,
    Column("parked_id", Uuid, primary_key=True),
    Column("consumer", Text, nullable=False),
    Column("stream", Text, nullable=False),
    Column("stream_sequence", BigInteger, nullable=False),
    Column("uai", Text, nullable=False),
    # Empty when the envelope itself could not be read.
    Column("event_id", Uuid),
    Column("event_type", Text),
    Column("aggregate_id", Text),
    Column("source", Text),
    Column("subject", Text, nullable=False),
    Column("headers", JSONB, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("reason", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("parked_at", Instant, nullable=False),
    # When it is tried again without being asked; empty when it waits for an operator.
    Column("retry_at", Instant),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("replayed_at", Instant),
    Index("parked_events_of_an_aggregate", "consumer", "aggregate_id"),
    Index("parked_events_once", "consumer", "event_id", unique=True),
)

reaction_groups = Table(
    "reaction_groups",
    CHASSIS,
    Column("consumer", Text, primary_key=True),
    # Events recorded before are acknowledged unseen; empty for a group that reads from the start.
    Column("since", Instant),
)

due_work = Table(
    "due_work",
    CHASSIS,
    Column("position", BigInteger, Identity(always=True), primary_key=True),
    Column("job", Text, nullable=False),
    Column("uai", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("last_error", Text),
    Column("done_at", Instant),
    UniqueConstraint("job", "uai", "key", name="due_work_once"),
)
Index("due_work_waiting", due_work.c.due_at, postgresql_where=due_work.c.done_at.is_(None))

stream_marks = Table(
    "stream_marks",
    CHASSIS,
    Column("stream", Text, primary_key=True),
    Column("created_at", Instant, nullable=False),
    Column("last_sequence", BigInteger, nullable=False),
    # When the stream was last seen shorter than it had been: its readers must read it anew.
    Column("went_back_at", Instant),
)

reconciled_streams = Table(
    "reconciled_streams",
    CHASSIS,
    Column("stream", Text, primary_key=True),
    Column("created_at", Instant, nullable=False),
    # Up to where the stream was compared with the journal, and which message is there.
    Column("last_sequence", BigInteger, nullable=False),
    Column("last_event", Text),
    # How many of its numbers held no message: what was lost leaves a gap for ever.
    Column("missing", BigInteger, nullable=False, server_default="0"),
    # When it was last read from its beginning to its end.
    Column("scrubbed_at", Instant),
)

reconciled_sources = Table(
    "reconciled_sources",
    CHASSIS,
    Column("source", Text, primary_key=True),
    Column("audience", Text, primary_key=True),
    # The numbers of this source that were seen in the stream.
    Column("seen", INT8MULTIRANGE, nullable=False),
)

reconciliations = Table(
    "reconciliations",
    CHASSIS,
    Column("position", BigInteger, Identity(always=True), primary_key=True),
    Column("stream", Text, nullable=False),
    Column("began_at", Instant, nullable=False),
    Column("ended_at", Instant, nullable=False),
    # Whether the whole stream was read, or what was new in it.
    Column("whole", Boolean, nullable=False),
    Column("messages", Integer, nullable=False),
    # In the journal and no longer in the stream: sent again.
    Column("holes", Integer, nullable=False),
    # In both, with other contents; or in the stream after it was redacted.
    Column("differing", Integer, nullable=False),
    # In the stream under this service's name, and not in its journal.
    Column("strangers", Integer, nullable=False),
    # What was mended besides, or why nothing could be compared; a word or two, never data.
    Column("note", Text, nullable=False, server_default=""),
)

watermarks = Table(
    "watermarks",
    CHASSIS,
    # Of a read model; or the durable of a group of reactions, and up to where the operator found
    # all that it acknowledged in the inbox (`deploy/repair/older.py`).
    Column("projection", Text, primary_key=True),
    Column("stream", Text, primary_key=True),
    Column("created_at", Instant, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("updated_at", Instant, nullable=False),
    # By which fold its rows were made from the beginning (`Projection.fingerprint`); None: an earlier release's.
    Column("fold", Text),
)


def chassis_tables(metadata: MetaData) -> None:
    """Add copies of the chassis tables to a service's MetaData."""
    for table in CHASSIS.sorted_tables:
        table.to_metadata(metadata)
