"""The table of people of actors: read by the bureaux, written by the department."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, Table, Text, Uuid

from services.coordination.base.metadata import metadata

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
