"""The table of the pupils of a school year."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
)

from services.internships.base.metadata import metadata, own

# The only table of the whole system with pupils' names. Of a pupil who was erased, or left long
# ago, the row stays for the figures, and names nobody.
pupils = Table(
    "pupils",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("pupil_year_id", Uuid, primary_key=True),
    Column("school_year", Text, nullable=False),
    Column("class_id", Uuid, nullable=False),
    Column("formation_id", Uuid, nullable=False),
    Column("last_name", Text),
    Column("first_name", Text),
    Column("name_key", Text),
    Column("born_on", Date),
    # Where the pupil lives, by the code of the commune; never the address.
    Column("commune", Text),
    Column("left_on", Date),
    Column("erased_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False),
    CheckConstraint(
        "(erased_at IS NULL) = (last_name IS NOT NULL) AND (last_name IS NULL) = (first_name IS NULL)"
        " AND (last_name IS NULL) = (name_key IS NULL)",
        name="pupils_erased_altogether",
    ),
    CheckConstraint(
        "erased_at IS NULL OR (born_on IS NULL AND commune IS NULL)",
        name="pupils_erased_with_what_is_known",
    ),
    own("pupils", "class_id", target="classes", remote="class_id"),
    own("pupils", "formation_id", target="formations", remote="formation_id"),
    Index("pupils_of_a_formation", "uai", "school_year", "formation_id"),
    Index("pupils_of_a_name", "uai", "school_year", "name_key"),
)
