"""What a service keeps about one person, told to them (droit d’accès): by table, column by column.

The columns and what each is for are read from the register: one that is added there is told too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ColumnElement, Table, select

from services.chassis.privacy.processing_register import Register
from services.chassis.unit_of_work.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class DataKind:
    """One kind of thing that is kept: what for, until when, and each of them."""

    table: str
    title: str
    purpose: str
    retention: str
    columns: Mapping[str, str]
    """By name of column, what it is for."""
    rows: Sequence[Mapping[str, Any]]

    def to_json(self) -> dict[str, Any]:
        """The kind as a program reads it."""
        rows = [{name: _plain(row.get(name)) for name in self.columns} for row in self.rows]
        return {
            "table": self.table,
            "processing": self.title,
            "purpose": self.purpose,
            "retention": self.retention,
            "columns": dict(self.columns),
            "rows": rows,
        }


async def tell_rows(
    uow: UnitOfWork, register: Register, table: Table, *conditions: ColumnElement[bool]
) -> DataKind:
    """Every registered column of the rows of a table that are about a person."""
    said = register[table.name]
    columns = [table.c[name] for name in said.columns]
    rows = (await uow.execute(select(*columns).where(*conditions))).mappings().all()
    return tell(register, table.name, [dict(row) for row in rows])


def tell(register: Register, table: str, rows: Sequence[Mapping[str, Any]]) -> DataKind:
    """A kind of thing that is kept, of rows that were read already."""
    said = register[table]
    return DataKind(
        table=table,
        title=said.processing.title,
        purpose=said.processing.purpose,
        retention=said.processing.retention,
        columns={name: use.purpose for name, use in said.columns.items()},
        rows=rows,
    )


def tell_answer(
    table: str, title: str, columns: Mapping[str, str], answer: Sequence[BaseModel]
) -> DataKind:
    """What another service answered about the person."""
    return DataKind(
        table=table,
        title=title,
        purpose=f"Voir le registre des traitements, {title}",
        retention="Voir le registre des traitements",
        columns=columns,
        rows=[one.model_dump() for one in answer],
    )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, bytes):
        return value.hex()
    return value
