"""A service for tests only. It is called `internships` because it speaks that service's events."""

from pathlib import Path

from sqlalchemy import Column, MetaData, Table, Text, Uuid

from services.chassis.database.tables import chassis_tables
from services.chassis.unit_of_work.scheduled_jobs import TimedWork

METADATA = MetaData()

entries = Table(
    "entries",
    METADATA,
    Column("entry_id", Uuid, primary_key=True),
    Column("uai", Text, nullable=False),
    Column("label", Text, nullable=False),
)
places = Table(
    "places",
    METADATA,
    Column("place_id", Uuid, primary_key=True),
    Column("label", Text, nullable=False),
)
visits = Table(
    "visits",
    METADATA,
    Column("uai", Text, primary_key=True),
    Column("place_id", Uuid, primary_key=True),
)
totals = Table(
    "totals",
    METADATA,
    Column("uai", Text, primary_key=True),
    Column("total", Text, nullable=False),
)
chassis_tables(METADATA)


class Ledger:
    """What migrations and the runtime need to know of it."""

    name = "internships"
    migrations = Path(__file__).parent
    timed = TimedWork("internships")
