"""The tables of sheets and of what was kept of them: no read models, a rebuild leaves them."""

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from services.supervision.base.metadata import metadata

asked_sheets = Table(
    "asked_sheets",
    metadata,
    Column("sheet_id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    # [[indicator, heading], …], in the order of the sheet.
    Column("lines", JSONB, nullable=False),
    Column("version", Integer, nullable=False),
    Column("removed_at", DateTime(timezone=True)),
)
S = asked_sheets.c


sheet_records = Table(
    "sheet_records",
    metadata,
    Column("record_id", Uuid, primary_key=True),
    Column("sheet_id", Uuid, ForeignKey(S.sheet_id), nullable=False),
    Column("name", Text, nullable=False),
    Column("school_year", Text, nullable=False),
    Column("taken_at", DateTime(timezone=True), nullable=False),
    # [[uai, name], …], in the order of the columns.
    Column("lycees", JSONB, nullable=False),
    Column("lines", JSONB, nullable=False),
    Index("sheet_records_of", "sheet_id", "taken_at"),
)
