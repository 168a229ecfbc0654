"""The account of the filled cells of a class list: what was read, and what was left aside."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from services.internships.roster_files.model.file import BadRow, LeftAside


@dataclass
class CellAccount:
    """Where the filled cells of a file went: each is read, or left aside under its heading."""

    read: int = 0
    aside: Counter[tuple[str, int]] = field(default_factory=Counter)
    unsure: list[BadRow] = field(default_factory=list)
    identifiers: dict[int, str] = field(default_factory=dict)
    """By line; gone once the file is read."""

    def tell(self, line: int, what: str) -> None:
        """Remark that something of a row stays unknown."""
        self.unsure.append(BadRow(line, what))

    def leave(self, where: str, cells: int, index: int = 0) -> None:
        """Count cells that nothing is made of, under their heading."""
        if cells:
            self.aside[where, index] += cells

    def left(self) -> tuple[LeftAside, ...]:
        """All that nothing is made of."""
        return tuple(LeftAside(where, cells, at) for (where, at), cells in self.aside.items())


def filled(cells: Iterable[str]) -> int:
    """How many cells hold something."""
    return sum(bool(cell.strip()) for cell in cells)
