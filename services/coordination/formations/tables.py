"""The table of the formations lycées offer: a copy of what each tells."""

from sqlalchemy import Column, Index, Integer, Table, Text, Uuid

from services.coordination.base.metadata import metadata

formations = Table(
    "formations",
    metadata,
    Column("formation_id", Uuid, primary_key=True),
    Column("lycee", Text, nullable=False),
    Column("mef", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Index("formations_by_mef", "mef"),
)
