"""The table of who was counted otherwise in a finished period."""

from sqlalchemy import ARRAY, Column, ForeignKeyConstraint, Table, Text, Uuid

from services.internships.base.metadata import metadata

counted_changes = Table(
    "counted_changes",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("change_id", Uuid, primary_key=True),
    Column("formation_id", Uuid, primary_key=True),
    Column("period_id", Uuid, nullable=False),
    Column("added", ARRAY(Uuid), nullable=False),
    Column("removed", ARRAY(Uuid), nullable=False),
    ForeignKeyConstraint(
        ("uai", "period_id", "formation_id"),
        [f"period_formations.{name}" for name in ("uai", "period_id", "formation_id")],
        name="counted_changes_formation_id_fkey",
    ),
)
