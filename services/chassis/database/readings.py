"""Readings (lectures): what a page reads, each by one statement, all in one round trip.

A statement that finds a few rows costs far less in PostgreSQL than on its way there and back. A
`Reading` is a SELECT and what its rows are made into; `Together` asks several at once, each as an
array of rows of one statement, and nothing is said twice on the way.

A page made of many features reads ahead for them (`Together.ahead`): each goes on asking for what
it shows by itself, and finds it there when it asks the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar, cast

from sqlalchemy import ARRAY, ColumnElement, Row, Select, func, null, select
from sqlalchemy import cast as sql_cast
from sqlalchemy.engine import IteratorResult
from sqlalchemy.sql.selectable import CompoundSelect

from services.chassis.database.compiled_statements import Prepared, rows_read

Made = TypeVar("Made")
Rows = Sequence[Row[Any]]


class Runs(Protocol):
    """Whoever runs compiled statements: a unit of work."""

    @property
    def ahead(self) -> Ahead:
        """What was read ahead in the open transaction."""

    async def run(self, statement: Prepared, parameters: Mapping[str, Any]) -> IteratorResult[Any]:
        """Run one in the open transaction."""


@dataclass(frozen=True, eq=False)
class Reading(Generic[Made]):
    """One SELECT with its parameters by name, and what its rows are made into.

    A parameter of several readings that are asked together has one name and one value in all.
    """

    statement: Select[Any] | CompoundSelect[Any]
    make: Callable[[Rows], Made]
    prepared: Prepared = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "prepared", Prepared(self.statement))

    async def of(self, uow: Runs, parameters: Mapping[str, Any]) -> Made:
        """Read it alone, unless it was read ahead. Raises KeyError for a parameter left out."""
        if (known := uow.ahead.of(self, parameters)) is not None:
            return known[self]
        return self.make((await uow.run(self.prepared, parameters)).all())

    async def once(self, uow: Runs, parameters: Mapping[str, Any]) -> Made:
        """Read it, and keep it for whoever asks the same in this transaction, which must not write it.

        What it is made into is shared: nobody changes it. No parameter is a list.
        """
        asked = (self, *(parameters[name] for name in self.prepared.parameters))
        if asked not in uow.ahead.once:
            uow.ahead.once[asked] = await self.of(uow, parameters)
        return cast("Made", uow.ahead.once[asked])


class Answers:
    """What readings asked together came to, by reading."""

    def __init__(
        self, rows: Mapping[Reading[Any], Rows], parameters: Mapping[str, Any] | None = None
    ) -> None:
        """`parameters`: what was asked."""
        self._rows = rows
        self._made: dict[Reading[Any], Any] = {}
        self.parameters: Mapping[str, Any] = parameters or {}

    def __iter__(self) -> Iterator[Reading[Any]]:
        return iter(self._rows)

    def __getitem__(self, reading: Reading[Made]) -> Made:
        if reading not in self._made:
            self._made[reading] = reading.make(self._rows[reading])
        return cast("Made", self._made[reading])


class Ahead:
    """What was read ahead in one transaction: whoever asks the same is given it.

    For pages, which write nothing that they read: what is read ahead stands as it was then.
    """

    def __init__(self) -> None:
        self._known: dict[Reading[Any], Answers] = {}
        self.once: dict[tuple[Any, ...], Any] = {}
        """What was asked once, by its reading and what it was asked with."""

    def keep(self, found: Answers) -> None:
        """Give these to whoever asks the same from now on."""
        self._known |= dict.fromkeys(found, found)

    def of(self, reading: Reading[Any], parameters: Mapping[str, Any]) -> Answers | None:
        """The answers it is among, when the same was asked."""
        known = self._known.get(reading)
        if known is None:
            return None
        asked = known.parameters
        same = all(asked[name] == parameters[name] for name in reading.prepared.parameters)
        return known if same else None


class Together:
    """Several readings asked in one statement: each sees the same moment."""

    def __init__(self, *readings: Reading[Any]) -> None:
        _agree(readings)
        self._readings = readings
        self._shapes = [rows_read(one.statement) for one in readings]
        arrays = map(_as_array, range(len(readings)), readings)
        self._prepared = Prepared(select(*arrays, *_arrays_within(readings)))

    async def of(self, uow: Runs, parameters: Mapping[str, Any]) -> Answers:
        """Read all. Raises KeyError for a parameter left out."""
        (found,) = await uow.run(self._prepared, parameters)
        arrays = cast("Sequence[Sequence[Sequence[Any]]]", found[: len(self._readings)])
        shaped = zip(self._readings, self._shapes, arrays, strict=True)
        return Answers({reading: shape(rows).all() for reading, shape, rows in shaped}, parameters)

    async def ahead(self, uow: Runs, parameters: Mapping[str, Any]) -> Answers:
        """Read all for those who will ask for one of them with the same parameters.

        What was read ahead already, for a page this is a part of, is not asked again.
        """
        first, *others = (uow.ahead.of(one, parameters) for one in self._readings)
        if first is not None and all(one is first for one in others):
            return first
        found = await self.of(uow, parameters)
        uow.ahead.keep(found)
        return found

    async def once_ahead(self, uow: Runs, parameters: Mapping[str, Any]) -> None:
        """Read all for a page that is about to ask for each, unless a larger part read it already."""
        if any(uow.ahead.of(one, parameters) is None for one in self._readings):
            await self.ahead(uow, parameters)


def _agree(readings: Sequence[Reading[Any]]) -> None:
    """Raise ValueError for a parameter that is of one type here and of another there."""
    types: dict[str, str] = {}
    for name, kind in (pair for one in readings for pair in one.prepared.parameters.items()):
        if types.setdefault(name, kind) != kind:
            raise ValueError(f"{name} is {types[name]} in one reading and {kind} in another")


def _as_array(number: int, reading: Reading[Any]) -> Any:
    """The rows of a reading as one column: an array, in their order."""
    rows = reading.statement.subquery(f"reading_{number}")
    return func.array(select(func.row(*rows.c)).scalar_subquery()).label(f"rows_{number}")


def _arrays_within(readings: Sequence[Reading[Any]]) -> Iterator[ColumnElement[Any]]:
    """A null of each type of array in their rows: asyncpg learns of what a statement returns how to
    read it, and not of what is in a row within.
    """
    columns = (column for one in readings for column in one.statement.subquery().c)
    kinds = {str(c.type): c.type for c in columns if isinstance(c.type, ARRAY)}
    for number, kind in enumerate(kinds.values()):
        yield sql_cast(null(), kind).label(f"kind_{number}")
