"""The read models of actions with companies, of refusals, and of aids to mobility."""

from sqlalchemy import ARRAY, Column, Date, Index, Integer, Table, Text, Uuid

from services.supervision.base.metadata import metadata, newest

actions = Table(
    "actions",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("action_id", Uuid, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("planned_on", Date, nullable=False),
    Column("pupils", Integer, nullable=False),
    Column("accompanying", Integer, nullable=False),
    # Who of the network takes part (`ActionPartner`), each once.
    Column("partners", ARRAY(Text), nullable=False),
    *newest(),
    Index("actions_by_day", "uai", "planned_on"),
)
axis_totals = Table(
    "axis_totals",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("school_year", Text, primary_key=True),
    Column("discovery", Integer, nullable=False),
    Column("initiative", Integer, nullable=False),
    Column("guidance", Integer, nullable=False),
    *newest(),
)
mobility_totals = Table(
    "mobility_totals",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("school_year", Text, primary_key=True),
    # Null where they are too few to be told.
    Column("pupils", Integer),
    Column("amount_euros", Integer),
    *newest(),
)
refusals = Table(
    "refusals",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("school_year", Text, primary_key=True),
    Column("company", Integer, nullable=False),
    Column("school", Integer, nullable=False),
    Column("pupil", Integer, nullable=False),
    Column("other", Integer, nullable=False),
    *newest(),
)
