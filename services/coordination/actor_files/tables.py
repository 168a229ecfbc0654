"""The table of lists of actors that were imported: the department's own."""

from sqlalchemy import Column, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from services.coordination.base.metadata import Instant, metadata

actor_imports = Table(
    "actor_imports",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("import_id", Uuid, primary_key=True),
    Column("imported_at", Instant, nullable=False),
    # Ids of what it added, and what it corrected as that was before.
    Column("added", JSONB, nullable=False),
    Column("corrected", JSONB, nullable=False),
    Column("undone_at", Instant),
)
