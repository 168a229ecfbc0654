"""The tables of monthly reports: no read models, a rebuild leaves them."""

from sqlalchemy import Column, DateTime, Index, Integer, Table, Text, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from services.supervision.base.metadata import metadata

month_texts = Table(
    "month_texts",
    metadata,
    Column("text_id", Uuid, primary_key=True),
    Column("month", Text, nullable=False),
    Column("highlights", Text, nullable=False),
    Column("concerns", Text, nullable=False),
    Column("next_steps", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("written_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("month", name="month_texts_month"),
)
month_records = Table(
    "month_records",
    metadata,
    Column("report_id", Uuid, primary_key=True),
    Column("month", Text, nullable=False),
    Column("taken_at", DateTime(timezone=True), nullable=False),
    # The figures and the text as they were sent, see `_kept`.
    Column("figures", JSONB, nullable=False),
    Column("text", JSONB, nullable=False),
    Index("month_records_of", "month", "taken_at"),
)
