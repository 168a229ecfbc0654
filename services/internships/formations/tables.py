"""Tables of formations and of the classes that follow them."""

from sqlalchemy import (
    Column,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from services.internships.base.metadata import metadata, own

formations = Table(
    "formations",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("formation_id", Uuid, primary_key=True),
    Column("mef", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("uai", "mef", name="formations_mef_key"),
)


classes = Table(
    "classes",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("class_id", Uuid, primary_key=True),
    Column("school_year", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("class_key", Text, nullable=False),
    Column("formation_id", Uuid, nullable=False),
    UniqueConstraint("uai", "school_year", "class_key", name="classes_key_key"),
    own("classes", "formation_id", target="formations", remote="formation_id"),
)
