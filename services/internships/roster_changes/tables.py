"""What lists of classes changed, so that it can be taken back; ids alone, no name."""

from sqlalchemy import Column, Date, DateTime, ForeignKeyConstraint, Index, Table, Text, Uuid

from services.internships.base.metadata import metadata

roster_imports = Table(
    "roster_imports",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("import_id", Uuid, primary_key=True),
    Column("school_year", Text, nullable=False),
    # The day from which what it changed counts.
    Column("counts_from", Date, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    Column("undone_at", DateTime(timezone=True)),
    Index("roster_imports_by_time", "uai", "recorded_at"),
)


def _of_an_import(table: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ("uai", "import_id"),
        ["roster_imports.uai", "roster_imports.import_id"],
        name=f"{table}_import_id_fkey",
    )


# No foreign key to the pupil: taking an import back removes those it created.
roster_import_pupils = Table(
    "roster_import_pupils",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("import_id", Uuid, primary_key=True),
    Column("pupil_year_id", Uuid, primary_key=True),
    # Null for a pupil the list created.
    Column("was_class_id", Uuid),
    Column("now_class_id", Uuid, nullable=False),
    Column("was_left_on", Date),
    Column("now_left_on", Date),
    _of_an_import("roster_import_pupils"),
)

roster_import_classes = Table(
    "roster_import_classes",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("import_id", Uuid, primary_key=True),
    Column("class_id", Uuid, primary_key=True),
    # Null for a class the list opened.
    Column("was_label", Text),
    Column("was_formation_id", Uuid),
    Column("now_label", Text, nullable=False),
    Column("now_formation_id", Uuid, nullable=False),
    _of_an_import("roster_import_classes"),
)

# Formations of the catalogue that the list opened; one that goes takes no key along.
roster_import_formations = Table(
    "roster_import_formations",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("import_id", Uuid, primary_key=True),
    Column("formation_id", Uuid, primary_key=True),
    _of_an_import("roster_import_formations"),
)
