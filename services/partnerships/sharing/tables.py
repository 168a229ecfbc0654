"""Tables of contacts shown to the network, and of persons who object."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
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

# A copy of each contact its lycée shares: the other lycées never read the table of contacts itself.
# Row security hides it from them once the person objected.
shared_contacts = Table(
    "shared_contacts",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("contact_id", Uuid, primary_key=True),
    Column("company_id", Uuid, ForeignKey("companies.company_id"), nullable=False),
    Column("site_id", Uuid, ForeignKey("sites.site_id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("function", Text),
    Column("mail", Text),
    Column("phone", Text),
    Column("mail_mark", Text),
    Column("phone_mark", Text),
    Column("informed_on", Date, nullable=False),
    Column("shared_on", Date, nullable=False),
    Column("shared_by", Uuid),
    ForeignKeyConstraint(
        ("uai", "contact_id"), ["contacts.uai", "contacts.contact_id"], ondelete="CASCADE"
    ),
    Index("shared_contacts_of_a_company", "company_id"),
)

# By what a person who objects is recognised: a keyed hash of a mail or a phone, for all lycées. The
# phone of whoever has a mail does not suffice: it tells only of somebody who is known without a mail.
contact_objections = Table(
    "contact_objections",
    metadata,
    Column("mark", Text, primary_key=True),
    Column("objection_id", Uuid, primary_key=True),
    Column("objected_on", Date, nullable=False),
    Column("suffices", Boolean, nullable=False),
    Index("contact_objections_together", "objection_id"),
)

REFERENCES.add(
    CompanyReference(shared_contacts),
    ContactReference(shared_contacts.c.contact_id, keeps=Keeps.NAMED),
)
