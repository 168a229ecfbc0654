"""Tables of contacts."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    false,
)

from services.partnerships.base.tables import metadata, text_key
from services.partnerships.companies.tables.references import (
    REFERENCES,
    CompanyReference,
    ContactReference,
)

contact_words = Table(
    "contact_words",
    metadata,
    Column("uai", Text, primary_key=True),
    text_key("word", primary_key=True),
    Column("contact_id", Uuid, primary_key=True),
    ForeignKeyConstraint(
        ("uai", "contact_id"), ["contacts.uai", "contacts.contact_id"], ondelete="CASCADE"
    ),
    Index("contact_words_of_a_contact", "uai", "contact_id"),
)

# The same of those the network is shown: row security hides the words with the contact.
shared_contact_words = Table(
    "shared_contact_words",
    metadata,
    text_key("word", primary_key=True),
    Column("uai", Text, primary_key=True),
    Column("contact_id", Uuid, primary_key=True),
    ForeignKeyConstraint(
        ("uai", "contact_id"),
        ["shared_contacts.uai", "shared_contacts.contact_id"],
        ondelete="CASCADE",
    ),
    Index("shared_contact_words_of_a_contact", "uai", "contact_id"),
)

# Words of what `contacts` holds: it is told there.
REFERENCES.add(ContactReference(contact_words.c.contact_id, told=False))


contacts = Table(
    "contacts",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("contact_id", Uuid, primary_key=True),
    Column("company_id", Uuid, ForeignKey("companies.company_id"), nullable=False),
    Column("site_id", Uuid, ForeignKey("sites.site_id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Column("function", Text),
    Column("mail", Text),
    Column("phone", Text),
    Column("gets_mail", Boolean, nullable=False, server_default=false()),
    Column("version", Integer, nullable=False),
    Index("contacts_of_a_company", "uai", "company_id"),
)

REFERENCES.add(CompanyReference(contacts))
