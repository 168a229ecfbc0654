"""Tables of what the public directory of companies says, and what bureaux decided of it."""

from sqlalchemy import Boolean, Column, Date, DateTime, ForeignKey, Index, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from services.partnerships.base.tables import metadata
from services.partnerships.companies.tables.references import REFERENCES, CompanyReference

# What the register said of the SIRET of a site when it was read last; shared as the card is.
directory_entries = Table(
    "directory_entries",
    metadata,
    Column("site_id", Uuid, ForeignKey("sites.site_id", ondelete="CASCADE"), primary_key=True),
    Column("siret", Text, nullable=False),
    Column("read_at", DateTime(timezone=True), nullable=False),
    Column("found", Boolean, nullable=False),
    Column("name", Text),
    Column("legal_form", Text, nullable=False),
    Column("diffusion", Text, nullable=False),
    Column("unit_naf", Text),
    Column("site_name", Text),
    Column("address", Text),
    Column("postcode", Text),
    Column("commune", Text),
    Column("place", Text),
    Column("naf", Text),
    Column("staff", Text),
    Column("closed", Boolean, nullable=False),
    Column("closed_on", Date),
    Index("directory_entries_by_age", "read_at"),
)

# « Garder le nôtre » : not proposed again until the register says something else.
directory_kept = Table(
    "directory_kept",
    metadata,
    Column("site_id", Uuid, ForeignKey("sites.site_id", ondelete="CASCADE"), primary_key=True),
    Column("field", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("kept_id", Uuid, nullable=False),
    Column("kept_at", DateTime(timezone=True), nullable=False),
    Index("directory_kept_together", "kept_id"),
)

# « Prendre » : what the card said before, for a month, so that it can be put back.
directory_takings = Table(
    "directory_takings",
    metadata,
    Column("taking_id", Uuid, primary_key=True),
    Column("site_id", Uuid, ForeignKey("sites.site_id", ondelete="CASCADE"), nullable=False),
    Column("field", Text, nullable=False),
    Column("before", JSONB, nullable=False),
    Column("after", JSONB, nullable=False),
    Column("taken_at", DateTime(timezone=True), nullable=False),
    Index("directory_takings_of_a_site", "site_id"),
)

REFERENCES.add(
    # What the public directory says goes with a site that is no more, and is read again.
    *(
        CompanyReference(one, follows=False)
        for one in (directory_entries, directory_kept, directory_takings)
    )
)
