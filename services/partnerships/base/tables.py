"""Tables. Companies, sites and acquaintances are shared; the rest is one lycée's own."""

from sqlalchemy import (
    Column,
    MetaData,
    Text,
)

from services.chassis.database.tables import chassis_tables

metadata = MetaData()


def text_key(name: str, *, primary_key: bool = False, nullable: bool = False) -> Column[str]:
    """A text compared byte by byte: prefixes are ranges, whatever the language of the server."""
    return Column(name, Text(collation="C"), primary_key=primary_key, nullable=nullable)


chassis_tables(metadata)
