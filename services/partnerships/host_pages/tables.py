"""The tables of companies' own pages: links, what was done by them, who wants no mail."""

from datetime import datetime

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    Table,
    Text,
    Uuid,
)

from services.partnerships.base.tables import metadata
from services.partnerships.companies.tables.references import (
    REFERENCES,
    CompanyReference,
    ContactReference,
    Keeps,
)

# What was given; the secret is derived from the row, and is not here.
host_pages = Table(
    "host_pages",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("host_page_id", Uuid, primary_key=True),
    Column("company_id", Uuid, ForeignKey("companies.company_id"), nullable=False),
    Column("site_id", Uuid, ForeignKey("sites.site_id"), nullable=False),
    Column("contact_id", Uuid, nullable=False),
    # The address it was given for, as `mail_stops` knows it: its holder chooses for that one alone.
    Column("mail_digest", Text),
    Column("given_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("revoked_at", DateTime(timezone=True)),
    # A contact that is forgotten takes its links along.
    ForeignKeyConstraint(
        ("uai", "contact_id"),
        ["contacts.uai", "contacts.contact_id"],
        ondelete="CASCADE",
    ),
    Index("host_pages_of_a_company", "uai", "company_id"),
    Index("host_pages_of_a_contact", "uai", "contact_id"),
)

# What companies did themselves, without anybody's name.
host_doings = Table(
    "host_doings",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("doing_id", Uuid, primary_key=True),
    Column("company_id", Uuid, ForeignKey("companies.company_id"), nullable=False),
    Column("site_id", Uuid, ForeignKey("sites.site_id"), nullable=False),
    Column("what", Text, nullable=False),
    Column("about", Uuid),
    Column("seats", SmallInteger),
    Column("from_month", Date),
    Column("to_month", Date),
    Column("mef", Text),
    Column("until_on", Date),
    Column("done_at", DateTime(timezone=True), nullable=False),
    Index("host_doings_of_a_company", "uai", "company_id", "done_at"),
)


def opening(now: datetime | BindParameter[datetime]) -> tuple[ColumnElement[bool], ...]:
    """What a link must be to open its page."""
    return (host_pages.c.revoked_at.is_(None), host_pages.c.expires_at > now)


REFERENCES.add(
    CompanyReference(host_pages),
    CompanyReference(host_doings, keeps=Keeps.TO_DO),
    ContactReference(host_pages.c.contact_id, keeps=Keeps.ASKED, where=opening),
)
