"""Tables of coverage."""

from sqlalchemy import Column, Integer, Table, Text, UniqueConstraint, Uuid

from services.internships.base.metadata import metadata, own

coverages = Table(
    "coverages",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("coverage_id", Uuid, primary_key=True),
    Column("period_id", Uuid, nullable=False),
    Column("formation_id", Uuid, nullable=False),
    Column("concerned", Integer, nullable=False),
    Column("exempted", Integer, nullable=False),
    Column("left", Integer, nullable=False),
    Column("host_agreed", Integer, nullable=False),
    Column("agreement_issued", Integer, nullable=False),
    Column("agreement_signed", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("uai", "period_id", "formation_id", name="coverages_key"),
    own("coverages", "period_id", target="periods", remote="period_id"),
    own("coverages", "formation_id", target="formations", remote="formation_id"),
)


# The figures are counted anew each time: only which telling of them is the newest is kept.
coverage_statements = Table(
    "coverage_statements",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("school_year", Text, primary_key=True),
    Column("totals_id", Uuid, nullable=False),
    Column("version", Integer, nullable=False),
)
