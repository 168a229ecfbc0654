"""Tables of exchanges with actors of the network: those that stand, and those taken back."""

from sqlalchemy import Column, Date, DateTime, Index, Integer, Table, Text, Uuid

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

# Those taken back, which may be put back for a while; nothing else reads them.
withdrawn_actor_exchanges = Table(
    "withdrawn_actor_exchanges",
    metadata,
    *(
        Column(kept.name, kept.type, primary_key=kept.primary_key, nullable=kept.nullable)
        for kept in actor_exchanges.c
    ),
    Column("withdrawn_at", DateTime(timezone=True), nullable=False),
)

for _table in (actor_exchanges, withdrawn_actor_exchanges):
    FREE_TEXTS.add(
        FreeText(
            _table.c.note,
            key=_table.c.exchange_id,
            on=_table.c.occurred_on,
            of="Acteur du réseau",
        )
    )
