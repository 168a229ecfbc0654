"""The read model of what waits in the network: the newest standing of each, at each lycée."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, Table, Text, Uuid

from services.supervision.base.metadata import metadata, newest

network_dues = Table(
    "network_dues",
    metadata,
    # The lycée it waits at; of a need as a whole, the DSDEN.
    Column("uai", Text, primary_key=True),
    Column("due_id", Uuid, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("standing", Text, nullable=False),
    Column("since_on", Date, nullable=False),
    Column("due_on", Date),
    Column("working_days", Integer),
    Column("outcome", Text),
    Column("escalated", Boolean, nullable=False),
    *newest(),
    Index("network_dues_since", "kind", "since_on"),
)
