"""The tables of declared figures: the supervisor’s own, no read models; a rebuild leaves them."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from services.supervision.base.metadata import metadata

declared_lycees = Table(
    "declared_lycees",
    metadata,
    Column("lycee_id", Uuid, primary_key=True),
    Column("uai", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("added_at", DateTime(timezone=True), nullable=False),
    # It is offered no more; past reports still say its name.
    Column("removed_at", DateTime(timezone=True)),
    UniqueConstraint("uai", name="declared_lycees_uai"),
)
declared_figures = Table(
    "declared_figures",
    metadata,
    Column("figure_id", Uuid, primary_key=True),
    Column("uai", Text, nullable=False),
    Column("indicator", Text, nullable=False),
    # « 2026-11 »: of the school year, up to the end of this month.
    Column("month", Text, nullable=False),
    Column("numerator", Integer, nullable=False),
    Column("denominator", Integer),
    Column("told_on", Date, nullable=False),
    Column("source", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("declared_at", DateTime(timezone=True), nullable=False),
    Column("withdrawn_at", DateTime(timezone=True)),
    CheckConstraint("numerator >= 0", name="declared_figures_counted"),
    CheckConstraint("numerator <= denominator", name="declared_figures_part"),
)
Index(
    "declared_figures_once",
    *(declared_figures.c[name] for name in ("uai", "indicator", "month")),
    unique=True,
    postgresql_where=declared_figures.c.withdrawn_at.is_(None),
)
