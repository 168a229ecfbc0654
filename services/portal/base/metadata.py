"""Metadata the tables of the portal stand in, beside those of the chassis."""

from sqlalchemy import DateTime, MetaData

from services.chassis.database.tables import chassis_tables

metadata = MetaData()
Instant = DateTime(timezone=True)
chassis_tables(metadata)
