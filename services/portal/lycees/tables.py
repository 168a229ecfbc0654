"""Table of the lycées of the department."""

from sqlalchemy import Column, Integer, Table, Text

from services.portal.base.metadata import metadata

lycees = Table(
    "lycees",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("commune", Text, nullable=False),
    Column("version", Integer, nullable=False),
)
