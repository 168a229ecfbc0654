"""The tables of mails to many companies: each lycée's own."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
)

from services.partnerships.base.tables import metadata
from services.partnerships.base.texts import FREE_TEXTS, FreeText
from services.partnerships.companies.tables.references import (
    REFERENCES,
    CompanyReference,
    ContactReference,
    Keeps,
)

mailings = Table(
    "mailings",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("mailing_id", Uuid, primary_key=True),
    # What is written; forgotten before the rest.
    Column("subject", Text),
    Column("body", Text),
    Column("purpose", Text, nullable=False),
    Column("author", Uuid, nullable=False),
    Column("status", Text, nullable=False),
    Column("drafted_at", DateTime(timezone=True), nullable=False),
    Column("leaves_at", DateTime(timezone=True)),
    Column("cancelled_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False),
    CheckConstraint("status IN ('draft', 'planned', 'sent', 'cancelled')", name="mailings_status"),
)

# Who is written to, one at a company, and who is not; of a draft, who would be if somebody said so.
mailing_recipients = Table(
    "mailing_recipients",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("recipient_id", Uuid, primary_key=True),
    Column("mailing_id", Uuid, nullable=False),
    Column("rank", Integer, nullable=False),
    # No foreign key: that it was left out stays told of a card that is gone.
    Column("company_id", Uuid, nullable=False),
    Column("contact_id", Uuid),
    # The address, as `mail_stops` knows it: the link of the mail stops that one alone.
    Column("mail_digest", Text),
    Column("excluded_because", Text),
    Column("state", Text),
    Column("moved_at", DateTime(timezone=True)),
    # What was noted with the company once it left.
    Column("interaction_id", Uuid),
    ForeignKeyConstraint(
        ("uai", "mailing_id"), ["mailings.uai", "mailings.mailing_id"], ondelete="CASCADE"
    ),
    # A contact that is forgotten takes along that it was written to.
    ForeignKeyConstraint(
        ("uai", "contact_id"), ["contacts.uai", "contacts.contact_id"], ondelete="CASCADE"
    ),
    CheckConstraint(
        "(contact_id IS NULL) = (mail_digest IS NULL)"
        " AND (contact_id IS NOT NULL OR excluded_because IS NOT NULL)"
        " AND (contact_id IS NULL OR excluded_because IS NULL"
        " OR excluded_because IN ('through', 'led', 'through_and_led', 'with_held'))"
        " AND (excluded_because IS NULL OR state IS NULL)",
        name="mailing_recipients_are_written_to_or_not",
    ),
    Index("mailing_recipients_of_a_mailing", "uai", "mailing_id", "rank"),
    Index("mailing_recipients_of_a_contact", "uai", "contact_id"),
)


def _written(_: datetime) -> Collection[ColumnElement[bool]]:
    return [mailing_recipients.c.state.is_not(None)]


REFERENCES.add(
    # The contact says where a letter went.
    CompanyReference(mailing_recipients, follows=False),
    ContactReference(mailing_recipients.c.contact_id, keeps=Keeps.NAMED, where=_written),
)

FREE_TEXTS.add(
    *(
        FreeText(
            text,
            key=mailings.c.mailing_id,
            on=mailings.c.drafted_at,
            of="Courriel à plusieurs entreprises",
        )
        for text in (mailings.c.body, mailings.c.subject)
    )
)
