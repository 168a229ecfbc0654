"""What all tables of this service are declared with."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, MetaData, Uuid

from services.chassis.database.tables import chassis_tables

metadata = MetaData()
chassis_tables(metadata)

Instant = DateTime(timezone=True)

READ_BY_ALL = "read_by_all"
"""`info` of a table of the DSDEN that bureaux read too: a rebuild protects it as its migration did."""


def newest() -> Iterator[Column[Any]]:
    """Which of two tellings of one aggregate is newer: its version, then the event's id."""
    yield Column("version", BigInteger, nullable=False)
    yield Column("event_id", Uuid, nullable=False)


PROJECTION = "department"
"""Name of the projection that writes all of these tables, hence of their revision."""
