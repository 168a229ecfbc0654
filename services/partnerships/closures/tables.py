"""The table of sites that closed."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Column, ColumnElement, Date, ForeignKey, Integer, Table, Uuid

from services.partnerships.base.tables import metadata
from services.partnerships.companies.tables.references import REFERENCES, CompanyReference, Keeps

# Since when a site is closed, as a bureau said; none once it was reopened. Shared as the card is.
site_closures = Table(
    "site_closures",
    metadata,
    Column("site_id", Uuid, ForeignKey("sites.site_id", ondelete="CASCADE"), primary_key=True),
    Column("closed_on", Date),
    Column("version", Integer, nullable=False),
)


def _closed(_: datetime) -> Collection[ColumnElement[bool]]:
    return [site_closures.c.closed_on.is_not(None)]


REFERENCES.add(CompanyReference(site_closures, keeps=Keeps.SAID, where=_closed))
