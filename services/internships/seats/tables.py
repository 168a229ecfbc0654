"""The table of the seats the department was last told."""

from sqlalchemy import (
    Boolean,
    Column,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    false,
)

from services.internships.base.metadata import metadata

# What the department was last told of each site's seats.
tallies = Table(
    "tallies",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("tally_id", Uuid, primary_key=True),
    Column("site_key", Text, nullable=False),
    Column("school_year", Text, nullable=False),
    Column("week", Text, nullable=False),
    Column("seats", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    # Counted while the head kept these figures in the lycée.
    Column("withheld", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("uai", "site_key", "school_year", "week", name="tallies_key"),
)
