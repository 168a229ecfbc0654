"""The table of the sites that ever hosted a pupil of the lycée."""

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Table,
    Text,
    Uuid,
)

from services.internships.base.metadata import metadata

# The sites that ever hosted a pupil of the lycée: the first one to add a row is the new host.
hosting_sites = Table(
    "hosting_sites",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("site_id", Uuid, ForeignKey("host_sites.site_id"), primary_key=True),
    Column("first_on", Date, nullable=False),
)
