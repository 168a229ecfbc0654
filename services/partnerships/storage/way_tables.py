"""The table of how a lycée came to a company, and through whom it goes."""

from sqlalchemy import Column, ForeignKey, Table, Text, Uuid

from services.partnerships.storage.tables import metadata

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
