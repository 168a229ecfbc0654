"""Statements of the hot paths: compiled once, handed to asyncpg as they are.

SQLAlchemy's execution costs more than PostgreSQL's answer to a statement that finds one row: a
third of the processor time of a command. A statement that is run at every command is compiled by
SQLAlchemy at import, and run on the connection's driver, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

import asyncpg
from sqlalchemy import ClauseElement
from sqlalchemy.dialects.postgresql.asyncpg import dialect
from sqlalchemy.engine import IteratorResult
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

_DRIVER_ERRORS = (
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,
)
_NUMERIC = 1700
"""Of all types, SQLAlchemy asks numbers alone which of PostgreSQL's they are; asyncpg reads Decimal."""
_DIALECT = dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped


class Prepared:
    """One statement with its parameters by name; rows are SQLAlchemy's."""

    def __init__(self, statement: ClauseElement, *columns: str) -> None:
        """`columns`: which an INSERT or an UPDATE writes, when the statement does not say."""
        compiled: Any = statement.compile(dialect=_DIALECT, column_keys=list(columns) or None)
        self.sql: str = compiled.string
        if "POSTCOMPILE" in self.sql:
            raise ValueError("a list of unknown length is compared with any_(), not with in_()")
        self._constants = {
            name: value for name, value in compiled.params.items() if value is not None
        }
        self.parameters: Mapping[str, str] = {
            name: str(bind.type)
            for name, bind in compiled.binds.items()
            if bind.value is None and not bind.unique
        }
        """What must be given, by name, with its type as SQL says it."""
        self._names: tuple[str, ...] = tuple(compiled.positiontup)
        self._writers = {
            name: process
            for name in self._names
            if (
                process := compiled.binds[name].type.dialect_impl(_DIALECT).bind_processor(_DIALECT)
            )
        }
        self._shape = rows_read(statement)

    async def run(
        self, driver: asyncpg.Connection, parameters: Mapping[str, Any]
    ) -> IteratorResult[Any]:
        """Run it. Raises DBAPIError as SQLAlchemy does, KeyError for a parameter left out."""
        values = {**self._constants, **parameters}
        arguments = [
            self._writers[name](values[name]) if name in self._writers else values[name]
            for name in self._names
        ]
        with as_dbapi_errors(driver):
            records = await driver.fetch(self.sql, *arguments)
        return self._shape(records)

    async def on(
        self, connection: AsyncConnection, parameters: Mapping[str, Any]
    ) -> IteratorResult[Any]:
        """Run it in the transaction another statement has begun on SQLAlchemy's connection."""
        raw = await connection.get_raw_connection()
        return await self.run(cast("asyncpg.Connection", raw.driver_connection), parameters)


def rows_read(statement: ClauseElement) -> Callable[[Iterable[Iterable[Any]]], IteratorResult[Any]]:
    """What makes rows of SQLAlchemy, converted as it would, of values the driver read."""
    columns: Any = getattr(statement, "exported_columns", None) or {}
    shape = SimpleResultMetaData(tuple(columns.keys()))
    converted = [
        (place, process)
        for place, column in enumerate(columns.values())
        if (process := column.type.dialect_impl(_DIALECT).result_processor(_DIALECT, _NUMERIC))
    ]

    def rows(values: Iterable[Iterable[Any]]) -> IteratorResult[Any]:
        if not converted:
            return IteratorResult(shape, iter([tuple(row) for row in values]))
        return IteratorResult(shape, iter([_converted(row, converted) for row in values]))

    return rows


def _converted(row: Iterable[Any], converted: Iterable[tuple[int, Callable[[Any], Any]]]) -> Any:
    values = list(row)
    for place, process in converted:
        values[place] = process(values[place])
    return tuple(values)


@contextmanager
def as_dbapi_errors(driver: asyncpg.Connection) -> Iterator[None]:
    """Raise what asyncpg raises as SQLAlchemy would, without the parameters."""
    try:
        yield
    except asyncpg.IntegrityConstraintViolationError as error:
        raise IntegrityError(None, None, error) from error
    except _DRIVER_ERRORS as error:
        lost = driver.is_closed()
        raise DBAPIError(None, None, error, connection_invalidated=lost) from error
