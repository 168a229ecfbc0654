"""Tables of needs: of the DSDEN, or of the bureau that told one; read and moved by the bureaux that have it."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY

from services.coordination.base.metadata import Instant, metadata

needs = Table(
    "needs",
    metadata,
    Column("need_id", Uuid, primary_key=True),
    Column("uai", Text, nullable=False),
    # The DSDEN: in its scope stand the links of companies and actors, whoever told the need.
    Column("department", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("company", Text),
    Column("siret", Text),
    Column("company_id", Uuid),
    Column("commune", Text),
    Column("text", Text),
    Column("formation", Text),
    Column("seats", Integer),
    Column("wanted_from", Date),
    Column("requester_name", Text),
    Column("requester_mail", Text),
    Column("requester_phone", Text),
    Column("sent_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("received_at", Instant),
    Column("due_on", Date),
    Column("qualified_at", Instant),
    Column("taken_at", Instant),
    Column("escalated_at", Instant),
    # When it was last told, or will be, that the company added something.
    Column("precisions_told_at", Instant),
    Column("outcome", Text),
    Column("answer", Text),
    Column("dismissal", Text),
    Column("lycees", ARRAY(Text), nullable=False),
    # What it is found by: bare words, each after a space.
    Column("words", Text(collation="C")),
    Column("erased_at", Instant),
    Column("version", Integer, nullable=False),
    # The version somebody's decision left, where it was not the last one.
    Column("decided_version", Integer),
    CheckConstraint(
        "(erased_at IS NULL) = (text IS NOT NULL) AND (erased_at IS NULL) = (company IS NOT NULL)"
        " AND (erased_at IS NULL OR (requester_name IS NULL AND requester_mail IS NULL"
        " AND requester_phone IS NULL AND formation IS NULL AND answer IS NULL AND words IS NULL))",
        name="needs_erased_altogether",
    ),
    CheckConstraint(
        "(received_at IS NULL) = (due_on IS NULL)"
        " AND (received_at IS NOT NULL OR status IN ('unverified', 'dismissed'))",
        name="needs_due_once_received",
    ),
    Index("needs_newest", "sent_at", "need_id"),
    Index("needs_by_siret", "siret"),
    Index("needs_by_company", "company_id"),
)
Index(
    "needs_waiting",
    needs.c.due_on,
    postgresql_where=needs.c.status.in_(("received", "qualified", "routed")),
)

need_assignments = Table(
    "need_assignments",
    metadata,
    Column("assignment_id", Uuid, primary_key=True),
    Column("uai", Text, nullable=False),
    Column("need_id", Uuid, nullable=False),
    Column("actor_id", Uuid),
    Column("status", Text, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("taken_at", Instant),
    Column("promised_on", Date),
    Column("outcome", Text),
    Column("answer", Text),
    Column("answered_at", Instant),
    # An answer given by phone, noted by the supervisor; and the promise it was said of that it passed.
    Column("phoned_on", Date),
    Column("reminded_for", Date),
    Index("need_assignments_by_need", "need_id"),
)
# One bureau, or one actor, has a need once at a time; whom it was not for may be asked anew.
Index(
    "need_assignments_once",
    need_assignments.c.need_id,
    need_assignments.c.uai,
    need_assignments.c.actor_id,
    unique=True,
    postgresql_nulls_not_distinct=True,
    postgresql_where=(need_assignments.c.status != "recalled")
    & need_assignments.c.outcome.is_distinct_from("not_for_us"),
)

need_letters = Table(
    "need_letters",
    metadata,
    Column("letter_id", Uuid, primary_key=True),
    Column("uai", Text, nullable=False),
    Column("need_id", Uuid, nullable=False),
    Column("assignment_id", Uuid),
    Column("kind", Text, nullable=False),
    Column("asked_at", Instant, nullable=False),
    # Its reader's mail server refused it, or sent it back.
    Column("returned_at", Instant),
    Index("need_letters_by_need", "need_id"),
)

# What the company added afterwards: each on its own, nothing of it is ever written over.
need_precisions = Table(
    "need_precisions",
    metadata,
    Column("precision_id", Uuid, primary_key=True),
    Column("uai", Text, nullable=False),
    Column("need_id", Uuid, nullable=False),
    Column("text", Text, nullable=False),
    Column("added_at", Instant, nullable=False),
    Index("need_precisions_by_need", "need_id"),
)
