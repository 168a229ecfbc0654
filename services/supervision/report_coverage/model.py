"""Coverage of one month, lycée by lycée: the PFMP that run in it, and those that come next."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from services.supervision.base.figures import Figure, Told, Untold
from services.supervision.coverage.model.coverage import Cell, LyceeCoverage, is_over_by
from services.supervision.departures.model.departures import SOON


@dataclass(frozen=True)
class CoveragePart:
    """Pupils of some PFMP. `told`, `untold`, `withheld`: how many formations told figures, none, or keep them."""

    covered: int = 0
    without: int = 0
    exempted: int = 0
    left: int = 0
    told: int = 0
    untold: int = 0
    withheld: int = 0

    def __add__(self, other: "CoveragePart") -> "CoveragePart":
        return CoveragePart(
            self.covered + other.covered,
            self.without + other.without,
            self.exempted + other.exempted,
            self.left + other.left,
            self.told + other.told,
            self.untold + other.untold,
            self.withheld + other.withheld,
        )

    @property
    def expected(self) -> int:
        """Pupils who need a place."""
        return self.covered + self.without

    @property
    def total(self) -> int:
        """Everybody, the exempted and those who left included."""
        return self.expected + self.exempted + self.left

    @property
    def unsaid(self) -> Untold | None:
        """Why there are no figures; None: there are."""
        if self.told:
            return None
        if self.withheld:
            return Untold.WITHHELD
        return Untold.SILENT if self.untold else Untold.NOTHING

    @property
    def rate(self) -> Told:
        """Pupils who have a place among those who need one."""
        if self.unsaid is not None:
            return self.unsaid
        return Figure(self.covered, self.expected) if self.expected else Untold.NOTHING

    def count(self, of: str) -> Told:
        """One of its counts, or why there is none."""
        return self.unsaid or Figure(getattr(self, of))


@dataclass(frozen=True)
class CoverageLine:
    """One lycée: the PFMP that ran in the month, and those that begin in the two months after."""

    uai: str
    lycee: str
    running: CoveragePart
    coming: CoveragePart
    over: CoveragePart | None = None
    """Of the running ones, those that had ended: only of these is a later change a late entry."""


def coverage_lines(
    years: Iterable[Sequence[LyceeCoverage]], first: date, until: date
) -> Sequence[CoverageLine]:
    """By the name of the lycée; the school years a month touches are read one by one."""
    found: dict[str, CoverageLine] = {}
    for lycees in years:
        for one in lycees:
            running = _part(one.cells, lambda cell: runs_in(cell, first, until))
            coming = _part(one.cells, lambda cell: _comes(cell, until))
            over = _part(
                one.cells, lambda cell: runs_in(cell, first, until) and is_over_by(cell, until)
            )
            known = found.get(
                one.uai,
                CoverageLine(one.uai, one.name, CoveragePart(), CoveragePart(), CoveragePart()),
            )
            parts = (
                known.running + running,
                known.coming + coming,
                (known.over or CoveragePart()) + over,
            )
            found[one.uai] = CoverageLine(one.uai, one.name, *parts)
    return list(found.values())


def together(
    lines: Iterable[CoverageLine], part: Callable[[CoverageLine], CoveragePart]
) -> CoveragePart:
    """All lycées that told."""
    total = CoveragePart()
    for line in lines:
        total += part(line)
    return total


def runs_in(cell: Cell, first: date, until: date) -> bool:
    """Whether a PFMP ran on one of these days."""
    starts_on, ends_on = cell.starts_on, cell.ends_on
    return starts_on is not None and ends_on is not None and starts_on <= until and ends_on >= first


def _comes(cell: Cell, until: date) -> bool:
    return cell.starts_on is not None and until < cell.starts_on <= until + SOON


def _part(cells: Iterable[Cell], wanted: Callable[[Cell], bool]) -> CoveragePart:
    total = CoveragePart()
    for cell in filter(wanted, cells):
        total += part_of(cell)
    return total


def part_of(cell: Cell) -> CoveragePart:
    """One formation in one PFMP."""
    if cell.counts is None:
        return CoveragePart(withheld=1) if cell.withheld else CoveragePart(untold=1)
    counts = cell.counts
    covered = counts.expected - counts.without
    return CoveragePart(covered, counts.without, counts.exempted, counts.left, told=1)
