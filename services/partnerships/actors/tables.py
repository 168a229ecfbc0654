"""The table of exchanges with actors of the network."""

from sqlalchemy import Column, Date, Index, Integer, Table, Text, Uuid

from services.partnerships.base.tables import metadata
from services.partnerships.base.texts import FREE_TEXTS, FreeText

actor_exchanges = Table(
    "actor_exchanges",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("exchange_id", Uuid, primary_key=True),
    # Of the directory, which another service keeps.
    Column("actor_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("occurred_on", Date, nullable=False),
    Column("next_step_on", Date),
    Column("note", Text),
    Column("version", Integer, nullable=False),
    # The version the department was told; empty while it was told nothing of it.
    Column("told_version", Integer),
    Index("actor_exchanges_of_an_actor", "uai", "actor_id", "occurred_on"),
    Index("actor_exchanges_by_day", "uai", "occurred_on"),
)

FREE_TEXTS.add(
    FreeText(
        actor_exchanges.c.note,
        key=actor_exchanges.c.exchange_id,
        on=actor_exchanges.c.occurred_on,
        of="Acteur du réseau",
    )
)
