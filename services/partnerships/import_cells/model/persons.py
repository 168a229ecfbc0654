"""The people a cell names: each with what it says they do, and with their phones and mails."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.partnerships.base.text import plain
from services.partnerships.import_cells.model.cells import people_in
from services.partnerships.import_cells.model.civility import is_function, parted_function
from services.partnerships.import_cells.model.ways_within import ways_within


@dataclass(frozen=True)
class Person:
    """Somebody a cell names."""

    name: str
    function: str | None = None
    phones: Sequence[str] = ()
    mails: Sequence[str] = ()


def people_named(cell: str) -> list[Person]:
    """Read a cell of contacts; a piece that is no name (a function, a phone) is of who stands before."""
    people: list[Person] = []
    for piece in people_in(cell):
        left = ways_within(piece)
        told = left.text if plain(left.text) else ""
        if people and (not told or (is_function(told) and people[-1].function is None)):
            last = people[-1]
            ways = ((*last.phones, *left.phones), (*last.mails, *left.mails))
            people[-1] = Person(last.name, last.function or told or None, *ways)
        elif told:
            name, function = parted_function(told)
            people.append(Person(name, function, left.phones, left.mails))
    return people


def with_functions(people: Sequence[Person], function: str | None) -> list[Person]:
    """People with what the column of functions says; what their own cell says besides stays."""
    return [replace(one, function=_together(function, one.function)) for one in people]


def _together(told: str | None, own: str | None) -> str | None:
    if told and own and plain(own) not in plain(told):
        return f"{told}, {own}"
    return told or own
