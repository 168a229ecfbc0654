"""The table of appointments of contacts that come to an action: each lycée's own."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
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

action_invites = Table(
    "action_invites",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("invite_id", Uuid, primary_key=True),
    Column("action_id", Uuid, nullable=False),
    Column("company_id", Uuid, ForeignKey("companies.company_id"), nullable=False),
    # Whoever was told that it is expected is told what becomes of it, and nobody in their place.
    Column("contact_id", Uuid, nullable=False),
    Column("standing", Boolean, nullable=False),
    # Grows with each change: of two messages calendars take over the last one.
    Column("sequence", Integer, nullable=False),
    # A digest of the day, the hours and the place that were told last.
    Column("facts", Text, nullable=False),
    # The day of the action the contact was reminded of.
    Column("reminded_for", Date),
    ForeignKeyConstraint(("uai", "action_id"), ["actions.uai", "actions.action_id"]),
    # A contact that is forgotten takes along that it was written to.
    ForeignKeyConstraint(
        ("uai", "contact_id"), ["contacts.uai", "contacts.contact_id"], ondelete="CASCADE"
    ),
    Index("action_invites_of_an_action", "uai", "action_id"),
    Index("action_invites_of_a_company", "uai", "company_id"),
    Index("action_invites_of_a_contact", "uai", "contact_id"),
)

REFERENCES.add(
    CompanyReference(action_invites, keeps=Keeps.PLACED),
    ContactReference(action_invites.c.contact_id, keeps=Keeps.NAMED),
)
