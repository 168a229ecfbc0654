"""The table of what the head of a lycée lets the department see."""

from sqlalchemy import Column, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from services.internships.base.metadata import metadata

# What the head opens and closes; a family nobody decided on has no row.
publications = Table(
    "publications",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("family", Text, primary_key=True),
    Column("publication_id", Uuid, nullable=False),
    Column("steps", JSONB, nullable=False),
    Column("version", Integer, nullable=False),
)
