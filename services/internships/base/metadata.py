"""Metadata of the tables. Each row belongs to one lycée, save the copy of companies that all bureaux share."""

from sqlalchemy import (
    ForeignKeyConstraint,
    MetaData,
)

from services.chassis.database.tables import chassis_tables

metadata = MetaData()
chassis_tables(metadata)


def own(table: str, *columns: str, target: str, remote: str) -> ForeignKeyConstraint:
    """A foreign key that cannot reach another lycée's row."""
    remotes = ("uai", *remote.split())
    return ForeignKeyConstraint(
        ("uai", *columns),
        [f"{target}.{name}" for name in remotes],
        name=f"{table}_{'_'.join(columns)}_fkey",
    )
