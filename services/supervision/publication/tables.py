"""The read model of what heads keep to themselves."""

from sqlalchemy import ARRAY, Column, Date, Table, Text

from services.supervision.base.metadata import metadata, newest

# The days each family of facts is closed: from the first, up to but not the second (none: no end).
publications = Table(
    "publications",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("family", Text, primary_key=True),
    Column("closed_from", ARRAY(Date), nullable=False),
    Column("closed_until", ARRAY(Date), nullable=False),
    *newest(),
)
