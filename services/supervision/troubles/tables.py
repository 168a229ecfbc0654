"""The table of troubles that were stated: no read model, `rebuild` leaves it alone."""

from sqlalchemy import Column, Index, Table, Text, Uuid

from services.supervision.base.metadata import Instant, metadata

troubles = Table(
    "troubles",
    metadata,
    # Of the DSDEN, which states it: no lycée’s scope shows a row of it.
    Column("uai", Text, nullable=False),
    Column("trouble_id", Uuid, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("of_uai", Text, nullable=False),
    Column("since", Instant, nullable=False),
    Column("ended_at", Instant),
)
Index(
    "troubles_open",
    troubles.c.kind,
    troubles.c.of_uai,
    unique=True,
    postgresql_where=troubles.c.ended_at.is_(None),
)
