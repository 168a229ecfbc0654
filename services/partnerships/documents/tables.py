"""The table of documents kept beside what a bureau follows."""

from sqlalchemy import Column, DateTime, Index, Integer, LargeBinary, Table, Text, Uuid

from services.partnerships.base.tables import metadata

documents = Table(
    "documents",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("document_id", Uuid, primary_key=True),
    # What it is kept beside, which takes it away with itself.
    Column("owner_id", Uuid, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("added_at", DateTime(timezone=True), nullable=False),
    Index("documents_of_an_owner", "uai", "owner_id"),
)
