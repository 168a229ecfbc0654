"""Pages of a sorted list by key: no page repeats or skips a row, whatever ties the order has."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, tuple_


@dataclass(frozen=True)
class Keyset:
    """An order of rows: what they are sorted by (never null), then their id, all in one direction."""

    keys: Sequence[ColumnElement[Any]]
    id: ColumnElement[Any]
    descending: bool = False

    @property
    def columns(self) -> tuple[ColumnElement[Any], ...]:
        """Where a row stands: what it is sorted by, then its id."""
        return (*self.keys, self.id)

    def sort(self, statement: Select[Any]) -> Select[Any]:
        """Put the rows in order."""
        there = (c.desc() if self.descending else c.asc() for c in self.columns)
        return statement.order_by(*there)

    def after(self, statement: Select[Any], last: object) -> Select[Any]:
        """The rows after the one of that id, where it stands now; none when it is gone."""
        numbered = [column.label(f"key_{n}") for n, column in enumerate(self.columns)]
        found = statement.with_only_columns(*numbered).where(self.id == last).order_by(None)
        at = found.limit(1).subquery("at")
        return statement.join(at, self._follows(tuple_(*at.c)))

    def beyond(self, statement: Select[Any], stood: Sequence[Any]) -> Select[Any]:
        """The rows after where one stood, by its values of `columns`, whatever became of it since."""
        return statement.where(self._follows(stood))

    def _follows(self, there: Any) -> ColumnElement[bool]:
        here = tuple_(*self.columns)
        follows: ColumnElement[bool] = here < there if self.descending else here > there
        return follows
