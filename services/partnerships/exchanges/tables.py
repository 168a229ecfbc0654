"""The table of exchanges with companies."""

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
    false,
)
from sqlalchemy.dialects.postgresql import ARRAY

from services.partnerships.base.tables import metadata
from services.partnerships.base.texts import FREE_TEXTS, FreeText
from services.partnerships.companies.tables.companies import companies
from services.partnerships.companies.tables.references import (
    REFERENCES,
    CompanyReference,
    ContactReference,
    Keeps,
)

interactions = Table(
    "interactions",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("interaction_id", Uuid, primary_key=True),
    Column("company_id", Uuid, ForeignKey("companies.company_id"), nullable=False),
    Column("site_id", Uuid, ForeignKey("sites.site_id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("occurred_on", Date, nullable=False),
    Column("next_step_on", Date),
    Column("refusal", Text),
    Column("contact_id", Uuid),
    Column("note", Text),
    # The same for each lycée of one exchange that was noted once for several.
    Column("shared_id", Uuid),
    # What it was called before it was corrected: whoever corrects the former one is shown this one.
    Column("former_ids", ARRAY(Uuid)),
    # A letter of a mail to many: what it belongs to is forgotten before it.
    Column("to_many", Boolean, nullable=False, server_default=false()),
    # That letter did not arrive.
    Column("undelivered", Boolean, nullable=False, server_default=false()),
    # The account of who noted it, whose name the portal alone has.
    Column("noted_by", Uuid),
    ForeignKeyConstraint(
        ("uai", "contact_id"),
        ["contacts.uai", "contacts.contact_id"],
        name="interactions_contact",
        ondelete="SET NULL (contact_id)",
    ),
    Index("interactions_of_a_company", "uai", "company_id", "occurred_on"),
    Index("interactions_with_a_contact", "uai", "contact_id"),
)

REFERENCES.add(
    CompanyReference(interactions),
    # Told with those whose text names the contact.
    ContactReference(interactions.c.contact_id, keeps=Keeps.NAMED, told=False),
)

FREE_TEXTS.add(
    FreeText(
        interactions.c.note,
        key=interactions.c.interaction_id,
        on=interactions.c.occurred_on,
        of=companies.c.name,
        source=interactions.join(companies, companies.c.company_id == interactions.c.company_id),
    )
)
