"""Tables of lists of people that were imported: the department's own."""

from sqlalchemy import (
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.coordination.base.metadata import Instant, metadata

actor_people_imports = Table(
    "actor_people_imports",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("import_id", Uuid, primary_key=True),
    Column("imported_at", Instant, nullable=False),
    # Ids of whom it added.
    Column("added", JSONB, nullable=False),
    Column("undone_at", Instant),
    # Once it was taken back: of whom stays as they are, why.
    Column("staying", JSONB),
)

# Whom it corrected, as they were before: gone with the person, and with the import.
actor_people_corrections = Table(
    "actor_people_corrections",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("import_id", Uuid, primary_key=True),
    Column(
        "person_id",
        Uuid,
        ForeignKey(
            "actor_people.person_id",
            name="actor_people_corrections_person_id_fkey",
            ondelete="CASCADE",
        ),
        primary_key=True,
    ),
    Column("version", Integer, nullable=False),
    Column("before", JSONB, nullable=False),
    ForeignKeyConstraint(
        ["uai", "import_id"],
        ["actor_people_imports.uai", "actor_people_imports.import_id"],
        name="actor_people_corrections_import_id_fkey",
        ondelete="CASCADE",
    ),
)
