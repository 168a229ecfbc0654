"""The table of how a lycée came to a company, and through whom it goes."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Column, ColumnElement, ForeignKey, Table, Text, Uuid, or_

from services.partnerships.base.tables import metadata
from services.partnerships.companies.tables.references import REFERENCES, CompanyReference, Keeps

ways = Table(
    "ways",
    metadata,
    Column("uai", Text, primary_key=True),
    Column(
        "company_id", Uuid, ForeignKey("companies.company_id", ondelete="CASCADE"), primary_key=True
    ),
    Column("brought_by", Text),
    Column("through", Text),
)


def _said(_: datetime) -> Collection[ColumnElement[bool]]:
    return [or_(ways.c.brought_by.is_not(None), ways.c.through.is_not(None))]


REFERENCES.add(CompanyReference(ways, keeps=Keeps.SAID, where=_said))
