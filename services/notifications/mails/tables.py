"""Table of the mails: each belongs to the lycée it speaks for."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    false,
)

from services.notifications.base.metadata import Instant, metadata
from services.notifications.mails.model.mail import UNFINISHED

mails = Table(
    "mails",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("mail_id", Uuid, primary_key=True),
    Column("template", Text, nullable=False),
    # A role or an id, never an address.
    Column("recipient", Text, nullable=False),
    Column("cause", Uuid, nullable=False),
    Column("aggregate_id", Uuid, nullable=False),
    Column("traceparent", Text),
    Column("state", Text, nullable=False),
    Column("queued_at", Instant, nullable=False),
    # While somebody is attempting it: the end of the lease.
    Column("next_attempt_at", Instant, nullable=False),
    Column("lease_token", Uuid),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("first_attempt_at", Instant),
    Column("last_attempt_at", Instant),
    Column("finished_at", Instant),
    Column("cancel_asked_at", Instant),
    # Why it is where it is: a code of ours, and what the other server answered.
    Column("last_reason", Text),
    Column("last_verb", Text),
    Column("last_code", SmallInteger),
    Column("last_status", Text),
    # Kept from the first attempt on, so that all copies are one mail.
    Column("message_id", Text),
    # An attempt ended without an answer: the next copy says what that one may have said.
    Column("may_have_left", Boolean, nullable=False, server_default=false()),
    Column("composed_at", Instant),
    Column("address", Text),
    # Of a mail to a contact of a company, or to a family: which card or address is told when it does not arrive.
    Column("contact_id", Uuid),
    Column("contact_version", Integer),
    Column("sender_name", Text),
    Column("reply_to", Text),
    Column("subject", Text),
    Column("html", Text),
    Column("text", Text),
    # What it puts into the calendar of its reader (RFC 5545), as which message of RFC 5546, and
    # which of the owner's changes that is.
    Column("calendar", Text),
    Column("calendar_method", Text),
    Column("calendar_sequence", Integer),
    # A digest of the day, the hours and the place, to say nothing twice.
    Column("calendar_facts", Text),
    # It left once at least: its reader has it, whatever becomes of another copy.
    Column("calendar_out", Boolean, nullable=False, server_default=false()),
    # The digest that says it in its place.
    Column("digest_id", Uuid),
    UniqueConstraint("recipient", "cause", "template", name="mails_once"),
    CheckConstraint(
        "state IN ('queued', 'attempting', 'sent', 'deferred', 'failed', 'cancelled')"
        " AND (state = 'attempting') = (lease_token IS NOT NULL)"
        " AND (state IN ('sent', 'failed', 'cancelled')) = (finished_at IS NOT NULL)",
        name="mails_state_has_its_marks",
    ),
)
Index(
    "mails_due",
    mails.c.next_attempt_at,
    postgresql_where=mails.c.state.in_(UNFINISHED),
)
Index("mails_of_an_aggregate", mails.c.uai, mails.c.aggregate_id)
Index("mails_newest", mails.c.uai, mails.c.queued_at, mails.c.mail_id)
Index("mails_of_a_digest", mails.c.digest_id, postgresql_where=mails.c.digest_id.is_not(None))
# What is forgotten after 30 days.
Index(
    "mails_with_a_body",
    mails.c.finished_at,
    postgresql_where=mails.c.composed_at.is_not(None) & mails.c.finished_at.is_not(None),
)

# Whom and what a letter is about besides its own id: it is forgotten with them.
mail_subjects = Table(
    "mail_subjects",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("aggregate_id", Uuid, primary_key=True),
    Column("about_id", Uuid, primary_key=True),
    Column("noted_at", Instant, nullable=False),
    Index("mail_subjects_of_one", "uai", "about_id"),
)
