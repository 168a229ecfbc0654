"""The table of dates of bodies: the department's own, read by all."""

from sqlalchemy import Column, Date, Index, Integer, Table, Text, Uuid

from services.coordination.base.metadata import Instant, metadata

offer_dates = Table(
    "offer_dates",
    metadata,
    Column("date_id", Uuid, primary_key=True),
    Column("effect_year", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("lycee", Text),
    Column("meets_on", Date, nullable=False),
    Column("due_on", Date),
    Column("removed_at", Instant),
    Column("version", Integer, nullable=False),
    Index("offer_dates_by_day", "meets_on", "date_id"),
)
