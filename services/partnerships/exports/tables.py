"""The table of what lycées take to other programs, and under which headings."""

from sqlalchemy import CheckConstraint, Column, DateTime, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from services.partnerships.base.tables import metadata

export_mappings = Table(
    "export_mappings",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("mapping_id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("columns", JSONB, nullable=False),
    Column("kind", Text, nullable=False),
    Column("separator", Text, nullable=False),
    Column("encoding", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("removed_at", DateTime(timezone=True)),
    CheckConstraint("kind IN ('xlsx', 'text')", name="export_mappings_kind"),
)
