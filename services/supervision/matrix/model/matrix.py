"""Coverage as a matrix: lycées by month of departure, with totals both ways."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from services.supervision.coverage.model.coverage import Cell, LyceeCoverage


@dataclass(frozen=True)
class Square:
    """Some cells together: concerned = covered + without + exempted + left, to the pupil."""

    covered: int = 0
    without: int = 0
    exempted: int = 0
    left: int = 0
    told: int = 0
    """Formations with figures."""
    untold: int = 0
    """Formations nothing was told of: not a zero."""
    withheld: int = 0
    """Formations whose head keeps the figures: neither zero nor silence."""

    @property
    def expected(self) -> int:
        """Pupils who need a place."""
        return self.covered + self.without

    @property
    def concerned(self) -> int:
        """Pupils of the classes, a pupil counting once for each period."""
        return self.expected + self.exempted + self.left

    def __add__(self, other: "Square") -> "Square":
        return Square(
            self.covered + other.covered,
            self.without + other.without,
            self.exempted + other.exempted,
            self.left + other.left,
            self.told + other.told,
            self.untold + other.untold,
            self.withheld + other.withheld,
        )


NOTHING = Square()


@dataclass(frozen=True)
class LyceeLine:
    """One lycée: its squares by month, and all of them together."""

    uai: str
    lycee: str
    squares: Mapping[date, Square]
    total: Square


@dataclass(frozen=True)
class Matrix:
    """`months`: first days, in order; `date.max` stands for periods whose dates nobody published."""

    months: tuple[date, ...]
    lines: tuple[LyceeLine, ...]
    totals: Mapping[date, Square]
    total: Square

    def by_missing(self) -> "Matrix":
        """The lycées with most pupils without a place first, then by name."""
        ordered = sorted(self.lines, key=lambda line: -line.total.without)
        return replace(self, lines=tuple(ordered))


@dataclass(frozen=True)
class Cut:
    """Which cells are looked at; None: all of them."""

    uai: str | None = None
    mef: str | None = None
    month: date | None = None
    since: date | None = None
    """Without the periods that were over before that day."""

    def keeps(self, cell: Cell) -> bool:
        over = self.since and cell.ends_on is not None and cell.ends_on < self.since
        return not over and self.mef in (None, cell.mef) and self.month in (None, month_of(cell))


def month_of(cell: Cell) -> date:
    """The first day of the month the pupils leave in."""
    return cell.starts_on.replace(day=1) if cell.starts_on else date.max


def cells_of(lycees: Iterable[LyceeCoverage], cut: Cut) -> Sequence[tuple[LyceeCoverage, Cell]]:
    """The cells of a cut, lycée by lycée."""
    return [
        (lycee, cell)
        for lycee in lycees
        if cut.uai in (None, lycee.uai)
        for cell in lycee.cells
        if cut.keeps(cell)
    ]


def matrix(lycees: Sequence[LyceeCoverage], cut: Cut) -> Matrix:
    """A line for every lycée of the cut, those with nothing to show too."""
    names = {one.uai: one.name for one in lycees if cut.uai in (None, one.uai)}
    squares: dict[str, dict[date, Square]] = {uai: defaultdict(Square) for uai in names}
    totals: dict[date, Square] = defaultdict(Square)
    for lycee, cell in cells_of(lycees, cut):
        month, square = month_of(cell), _square(cell)
        squares[lycee.uai][month] += square
        totals[month] += square
    lines = tuple(
        LyceeLine(uai, names[uai], own, sum(own.values(), NOTHING)) for uai, own in squares.items()
    )
    return Matrix(tuple(sorted(totals)), lines, totals, sum(totals.values(), NOTHING))


def _square(cell: Cell) -> Square:
    if cell.counts is None:
        return Square(withheld=1) if cell.withheld else Square(untold=1)
    counts = cell.counts
    covered = counts.expected - counts.without
    # What is expected is never below zero; neither are those who leave more than there were.
    exempted = min(counts.exempted, counts.concerned - counts.expected)
    left = counts.concerned - counts.expected - exempted
    return Square(covered, counts.without, exempted, left, told=1)
