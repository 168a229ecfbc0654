"""Tables of people of actors, read by the bureaux and written by the department, and of how they were informed."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, Table, Text, Uuid

from services.coordination.base.metadata import Instant, metadata

actor_people = Table(
    "actor_people",
    metadata,
    Column("person_id", Uuid, primary_key=True),
    Column(
        "actor_id",
        Uuid,
        ForeignKey("actors.actor_id", name="actor_people_actor_id_fkey"),
        nullable=False,
    ),
    Column("name", Text, nullable=False),
    Column("function", Text),
    Column("mail", Text),
    Column("phone", Text),
    Column("purpose", Text),
    Column("informed_by", Text, nullable=False),
    Column("informed_on", Date, nullable=False),
    Column("confirmed_on", Date, nullable=False),
    Column("left_on", Date),
    Column("version", Integer, nullable=False),
    Index("actor_people_of_one", "actor_id"),
)

# Who objected, by the link in the mail that informed them: written in the scope of that link.
actor_objections = Table(
    "actor_objections",
    metadata,
    Column(
        "person_id",
        Uuid,
        ForeignKey(
            "actor_people.person_id", name="actor_objections_person_id_fkey", ondelete="CASCADE"
        ),
        primary_key=True,
    ),
    Column("objected_at", Instant, nullable=False),
)

# Addresses of who objected, once nothing else of them is kept: a digest under the service's key.
actor_refusals = Table(
    "actor_refusals",
    metadata,
    Column("address_digest", Text, primary_key=True),
    Column("refusal_id", Uuid, nullable=False, unique=True),
    Column("refused_at", Instant, nullable=False),
)

# The mails that informed them, and where each is.
actor_person_letters = Table(
    "actor_person_letters",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("letter_id", Uuid, primary_key=True),
    Column(
        "person_id",
        Uuid,
        ForeignKey(
            "actor_people.person_id",
            name="actor_person_letters_person_id_fkey",
            ondelete="CASCADE",
        ),
        nullable=False,
    ),
    Column("asked_at", Instant, nullable=False),
    Column("state", Text, nullable=False),
    Column("moved_on", Date, nullable=False),
    Index("actor_person_letters_of_one", "person_id", "asked_at"),
)
