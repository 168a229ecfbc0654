"""The words contacts are found by, as `company_words` has those of companies."""

from sqlalchemy import Column, ForeignKeyConstraint, Index, Table, Text, Uuid

from services.partnerships.base.tables import metadata, text_key
from services.partnerships.companies.tables.references import REFERENCES, ContactReference

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
