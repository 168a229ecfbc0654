"""The table of dates of bodies: the department's own, read by all."""

from sqlalchemy import Column, Date, Index, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

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
    # What it was before it was changed last, and since when it is what it is: changed back at once, it did not move.
    Column("changed_at", Instant),
    Column("before", JSONB(none_as_null=True)),
    Column("version", Integer, nullable=False),
    Index("offer_dates_by_day", "meets_on", "date_id"),
)
