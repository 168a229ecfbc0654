"""The table of classes of which no (other) period is expected."""

from sqlalchemy import Column, Date, ForeignKeyConstraint, Index, Table, Text, Uuid

from services.internships.base.metadata import metadata

classes_expecting_none = Table(
    "classes_expecting_none",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("class_id", Uuid, primary_key=True),
    Column("act_id", Uuid, nullable=False),
    Column("said_on", Date, nullable=False),
    Column("said_as", Text),
    ForeignKeyConstraint(
        ("uai", "class_id"),
        ["classes.uai", "classes.class_id"],
        name="classes_expecting_none_class_id_fkey",
    ),
)
Index(
    "classes_expecting_none_of_an_act",
    classes_expecting_none.c.uai,
    classes_expecting_none.c.act_id,
)
