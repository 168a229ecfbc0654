"""The table of the formations lycées offer: a copy of what each tells."""

from sqlalchemy import BigInteger, Column, Index, Table, Text, Uuid

from services.coordination.base.metadata import metadata

formations = Table(
    "formations",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("formation_id", Uuid, primary_key=True),
    Column("mef", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("version", BigInteger, nullable=False),
    Index("formations_by_mef", "mef"),
)
