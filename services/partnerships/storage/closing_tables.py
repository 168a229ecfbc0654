"""The table of sites that closed."""

from sqlalchemy import Column, Date, ForeignKey, Integer, Table, Uuid

from services.partnerships.storage.tables import metadata

# Since when a site is closed, as a bureau said; none once it was reopened. Shared as the card is.
site_closures = Table(
    "site_closures",
    metadata,
    Column("site_id", Uuid, ForeignKey("sites.site_id", ondelete="CASCADE"), primary_key=True),
    Column("closed_on", Date),
    Column("version", Integer, nullable=False),
)
