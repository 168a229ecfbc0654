"""The read model of exchanges with actors of the network: that each took place, of whom, how and what for."""

from sqlalchemy import Boolean, Column, Date, Index, Table, Text, Uuid

from services.supervision.base.metadata import metadata, newest

# Of one that was withdrawn nothing is told but that it is: its codes are then empty.
actor_meetings = Table(
    "actor_meetings",
    metadata,
    # The lycée, or the DSDEN.
    Column("uai", Text, primary_key=True),
    Column("exchange_id", Uuid, primary_key=True),
    Column("actor_id", Uuid, nullable=False),
    Column("kind", Text),
    Column("purpose", Text),
    Column("occurred_on", Date, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    *newest(),
    Index("actor_meetings_of_an_actor", "actor_id", "uai"),
)
