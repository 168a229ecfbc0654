"""Copied rows: many rows of a table kept by one statement, the same however many they are.

`insert … values(list)` is compiled anew for each length: that cost more than PostgreSQL’s work.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from sqlalchemy import ARRAY, Table, bindparam, column, func, select
from sqlalchemy.dialects.postgresql import insert

from services.chassis.database.compiled_statements import Prepared

Row = Mapping[str, Any]


class Work(Protocol):
    """A unit of work, as far as rows are written by it."""

    async def run(self, statement: Prepared, parameters: Mapping[str, Any]) -> Any:
        """Run the statement in its transaction."""


class CopiedRows:
    """Rows of one table, by its primary key; of several with one key the last one given stands."""

    def __init__(self, table: Table, *columns: str, replaces: bool = True) -> None:
        """`columns`: what is written, the key among it. `replaces`: what is there is written over."""
        self._columns = columns
        self._key = tuple(one.name for one in table.primary_key)
        types = {name: table.c[name].type for name in columns}
        told = (
            func.unnest(*(bindparam(name, type_=ARRAY(kind)) for name, kind in types.items()))
            .table_valued(*(column(name, kind) for name, kind in types.items()), name="told")
            .render_derived()
        )
        # in the order of the key: two that write the same rows do not wait for one another
        chosen = select(*told.c).order_by(*(told.c[name] for name in self._key))
        added = insert(table).from_select(list(columns), chosen)
        changed = {name: added.excluded[name] for name in columns if name not in self._key}
        self._statement = Prepared(
            added.on_conflict_do_update(
                index_elements=list(self._key), set_=changed, where=self._where(table, added)
            )
            if replaces
            else added.on_conflict_do_nothing(index_elements=list(self._key))
        )

    async def keep(self, uow: Work, rows: Iterable[Row]) -> None:
        """Write the rows."""
        chosen: dict[tuple[Any, ...], Row] = {}
        for row in rows:
            key = tuple(row[name] for name in self._key)
            if key not in chosen or self._stands(chosen[key], row):
                chosen[key] = row
        if chosen:
            arrays = {name: [row[name] for row in chosen.values()] for name in self._columns}
            await uow.run(self._statement, arrays)

    def _where(self, table: Table, added: Any) -> Any:  # noqa: ARG002  the versioned ones compare
        return None

    def _stands(self, former: Row, row: Row) -> bool:  # noqa: ARG002  the versioned ones compare
        return True


class NewestRows(CopiedRows):
    """Rows copied into a table with a `version`: what is older than what is there changes nothing."""

    def _where(self, table: Table, added: Any) -> Any:
        return table.c.version < added.excluded.version

    def _stands(self, former: Row, row: Row) -> bool:
        newer: bool = former["version"] < row["version"]
        return newer
