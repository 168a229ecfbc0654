"""The table of what each head opens to the department."""

from sqlalchemy import Column, Integer, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from services.partnerships.base.tables import metadata

# Copy of what each head opens and closes to the department.
publications = Table(
    "publications",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("family", Text, primary_key=True),
    Column("steps", JSONB, nullable=False),
    Column("version", Integer, nullable=False),
)
