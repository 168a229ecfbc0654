"""The table of links given to pupils, parents, teachers and hosts."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Table,
    Text,
    Uuid,
)

from services.internships.base.metadata import metadata

# What was given on paper; the secret is derived from the row, and is not here.
personal_links = Table(
    "personal_links",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("link_id", Uuid, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("pupil_year_id", Uuid),
    Column("class_id", Uuid),
    Column("referent_id", Uuid),
    Column("placement_id", Uuid),
    Column("given_to", Text),
    Column("given_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("revoked_at", DateTime(timezone=True)),
    ForeignKeyConstraint(
        ("uai", "pupil_year_id"),
        ["pupils.uai", "pupils.pupil_year_id"],
        name="personal_links_pupil_year_id_fkey",
    ),
    ForeignKeyConstraint(
        ("uai", "class_id"),
        ["classes.uai", "classes.class_id"],
        name="personal_links_class_id_fkey",
    ),
    ForeignKeyConstraint(
        ("uai", "referent_id"),
        ["referents.uai", "referents.referent_id"],
        name="personal_links_referent_id_fkey",
    ),
    ForeignKeyConstraint(
        ("uai", "placement_id"),
        ["placements.uai", "placements.placement_id"],
        name="personal_links_placement_id_fkey",
    ),
    CheckConstraint(
        "num_nonnulls(pupil_year_id, class_id, referent_id, placement_id) = 1"
        " AND (class_id IS NULL) = (given_to IS NULL)",
        name="personal_links_about_one",
    ),
)
Index(
    "personal_links_one_open",
    personal_links.c.uai,
    personal_links.c.pupil_year_id,
    personal_links.c.kind,
    unique=True,
    postgresql_where=personal_links.c.revoked_at.is_(None),
)
Index(
    "personal_links_one_of_a_stay",
    personal_links.c.uai,
    personal_links.c.placement_id,
    unique=True,
    postgresql_where=personal_links.c.revoked_at.is_(None),
)
