"""The table of the supervisor's exchanges with actors: no bureau reads it."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, Table, Text, Uuid

from services.coordination.base.metadata import Instant, metadata

actor_exchanges = Table(
    "actor_exchanges",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("exchange_id", Uuid, primary_key=True),
    Column(
        "actor_id",
        Uuid,
        ForeignKey("actors.actor_id", name="actor_exchanges_actor_id_fkey"),
        nullable=False,
    ),
    Column("kind", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("occurred_on", Date, nullable=False),
    Column(
        "person_id",
        Uuid,
        ForeignKey(
            "actor_people.person_id", name="actor_exchanges_person_id_fkey", ondelete="SET NULL"
        ),
    ),
    Column("note", Text),
    Column("next_step", Text),
    Column("next_step_on", Date),
    Column("withdrawn_at", Instant),
    Column("version", Integer, nullable=False),
    Index("actor_exchanges_of_one", "actor_id", "occurred_on"),
    Index("actor_exchanges_of_a_person", "person_id"),
)
