"""The lycée's own texts of the agreement."""

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY

from services.internships.base.metadata import metadata

agreement_models = Table(
    "agreement_models",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("model_id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    # Without one, it is for all formations that have none of their own.
    Column("formation_id", Uuid),
    Column("voted_on", Date, nullable=False),
    Column("fields", ARRAY(Text), nullable=False),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("added_at", DateTime(timezone=True), nullable=False),
    Column("replaced_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False),
    ForeignKeyConstraint(
        ("uai", "formation_id"),
        ["formations.uai", "formations.formation_id"],
        name="agreement_models_formation_id_fkey",
    ),
)
Index(
    "agreement_models_one_in_use",
    agreement_models.c.uai,
    agreement_models.c.formation_id,
    unique=True,
    postgresql_nulls_not_distinct=True,
    postgresql_where=agreement_models.c.replaced_at.is_(None),
)
