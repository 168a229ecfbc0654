"""What heads write beside figures."""

from sqlalchemy import Column, DateTime, ForeignKeyConstraint, Table, Text, UniqueConstraint, Uuid

from services.internships.base.metadata import metadata

# Written by the head for the supervisor, who reads it here and nowhere else.
figure_comments = Table(
    "figure_comments",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("comment_id", Uuid, primary_key=True),
    Column("family", Text, nullable=False),
    Column("coverage_id", Uuid),
    Column("lycee", Text, nullable=False),
    Column("figure", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("written_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint(
        "uai",
        "family",
        "coverage_id",
        name="figure_comments_one_a_figure",
        postgresql_nulls_not_distinct=True,
    ),
    ForeignKeyConstraint(
        ("uai", "coverage_id"),
        ["coverages.uai", "coverages.coverage_id"],
        name="figure_comments_coverage_id_fkey",
        ondelete="CASCADE",
    ),
)
