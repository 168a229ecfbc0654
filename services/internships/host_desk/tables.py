"""The table of what hosts think of stays."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    ForeignKeyConstraint,
    SmallInteger,
    Table,
    Text,
    Uuid,
)

from services.internships.base.metadata import metadata

# Goes whole with the name of the pupil.
host_opinions = Table(
    "host_opinions",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("placement_id", Uuid, primary_key=True),
    Column("again", Text, nullable=False),
    Column("prepared", SmallInteger, nullable=False),
    Column("remark", Text),
    Column("given_at", DateTime(timezone=True), nullable=False),
    CheckConstraint(
        "again IN ('yes', 'maybe', 'no') AND prepared BETWEEN 1 AND 4",
        name="host_opinions_are_of_the_lists",
    ),
    ForeignKeyConstraint(
        ("uai", "placement_id"),
        ["placements.uai", "placements.placement_id"],
        name="host_opinions_placement_id_fkey",
    ),
)
