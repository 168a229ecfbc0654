"""The table of exemptions (dispenses)."""

from sqlalchemy import (
    Column,
    Table,
    Text,
    Uuid,
)

from services.internships.base.metadata import metadata, own

exemptions = Table(
    "exemptions",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("period_id", Uuid, primary_key=True),
    Column("pupil_year_id", Uuid, primary_key=True),
    Column("reason", Text, nullable=False),
    own("exemptions", "period_id", target="periods", remote="period_id"),
    own("exemptions", "pupil_year_id", target="pupils", remote="pupil_year_id"),
)
