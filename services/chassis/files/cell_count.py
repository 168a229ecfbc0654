"""Where the filled cells of a file went: what nothing was made of is said, with how many cells it held."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class CellUse(StrEnum):
    """What became of a cell."""

    TITLE = "title"
    """It heads a column."""
    KEPT = "kept"
    """It is in a field or in a note."""
    ASKED = "asked"
    """It waits for an answer."""
    RETURNED = "returned"
    """It is of a line that is given back, with the reason."""


@dataclass(frozen=True)
class LeftAside:
    """Cells that nothing was made of: what they are, and on how many rows."""

    what: str
    cells: int
    rows: int


@dataclass(frozen=True)
class CellCount:
    """The filled cells of a file, by what became of them."""

    filled: int = 0
    uses: Mapping[CellUse, int] | None = None
    aside: Sequence[LeftAside] = ()

    def accounted(self) -> int:
        """How many of them are said to be somewhere: all of them."""
        used = sum((self.uses or {}).values())
        return used + sum(one.cells for one in self.aside)

    def to_json(self) -> dict[str, Any]:
        """What is kept of it: counts, and the words for what was left aside."""
        aside = [[one.what, one.cells, one.rows] for one in self.aside]
        return {"filled": self.filled, "uses": dict(self.uses or {}), "aside": aside}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any] | None) -> "CellCount | None":
        """The reverse of `to_json`; none of a file that was read by an earlier release."""
        if not kept:
            return None
        uses = {CellUse(use): count for use, count in kept["uses"].items()}
        return cls(kept["filled"], uses, tuple(LeftAside(*one) for one in kept["aside"]))


def filled_in(rows: Iterable[tuple[int, Sequence[str]]]) -> int:
    """How many cells of a sheet hold something."""
    return sum(bool(cell.strip()) for _, cells in rows for cell in cells)


class CellTally:
    """The count of a file while it is read, cell by cell."""

    def __init__(self) -> None:
        self._uses: Counter[CellUse] = Counter()
        self._aside: Counter[str] = Counter()
        self._rows: dict[str, set[object]] = {}

    def use(self, use: CellUse) -> None:
        """One cell became this."""
        self._uses[use] += 1

    def leave(self, what: str, row: object, cells: int = 1) -> None:
        """Nothing was made of cells of a row."""
        self._aside[what] += cells
        self._rows.setdefault(what, set()).add(row)

    def count(self, filled: int) -> CellCount:
        """The whole, once every cell was looked at; `filled` is counted from the file itself."""
        aside = [LeftAside(what, n, len(self._rows[what])) for what, n in self._aside.items()]
        return CellCount(filled, dict(self._uses), tuple(aside))
