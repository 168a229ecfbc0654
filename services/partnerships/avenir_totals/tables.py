"""Table of the totals by axis that the department was told last."""

from sqlalchemy import Column, Integer, Table, Text, Uuid

from services.partnerships.base.tables import metadata

axis_totals = Table(
    "axis_totals",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("school_year", Text, primary_key=True),
    Column("totals_id", Uuid, nullable=False),
    Column("discovery", Integer, nullable=False),
    Column("initiative", Integer, nullable=False),
    Column("guidance", Integer, nullable=False),
    Column("version", Integer, nullable=False),
)
