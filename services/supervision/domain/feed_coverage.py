"""Coverage as feeds tell it: one row for each lycée and period; silence is not zero.

Outside the DSDEN small numbers are withheld over the whole department, whichever lycées a reader may
read of: two readers who put their tables together find nothing that one does not have.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby

from contracts.publication import FactFamily
from services.supervision.domain.coverage import Cell, LyceeCoverage, is_silent
from services.supervision.domain.feed_reader import FeedReader
from services.supervision.domain.small_numbers import Figures, Told, withhold_small

NOTHING_TOLD = Told(None, None, None)


class RowState(StrEnum):
    """What a row says; only the first two have figures."""

    TOLD = "told"
    WITHHELD = "too-small"
    NOT_PUBLISHED = "not-published"
    NOTHING_RECEIVED = "nothing-received"
    NO_PERIOD = "no-period"


@dataclass(frozen=True)
class FeedRow:
    """A lycée for one period, or without any."""

    uai: str
    lycee: str
    state: RowState
    heard_at: datetime | None
    silent: bool
    """Whether nothing was heard of the lycée for a week."""
    starts_on: date | None = None
    ends_on: date | None = None
    figures: Figures | None = None
    counted: int = 0
    """Formations with figures."""
    untold: int = 0
    """Formations nothing was told of."""
    counted_at: datetime | None = None
    told: Told = NOTHING_TOLD
    """What the reader is told; None: withheld."""


@dataclass(frozen=True)
class FeedCoverage:
    """What one reader is told; `total` is None without figures, and outside for some lycées only."""

    rows: tuple[FeedRow, ...]
    total: Told | None


def feed_coverage(
    lycees: Sequence[LyceeCoverage], reader: FeedReader, since: datetime
) -> FeedCoverage:
    """The rows of a reader. `since`: the instant silence is judged at."""
    every = [row for lycee in lycees for row in _rows(lycee, since)]
    counted = {_key(row): row.figures for row in every if row.figures is not None}
    if reader.inside:
        told = {key: _whole(figures) for key, figures in counted.items()}
        mine = [row.figures for row in every if row.figures and reader.reads_of(row.uai)]
        total: Told | None = _whole(sum(mine, Figures(0, 0)))
    else:
        table = withhold_small(counted)
        told = dict(table.rows)
        # The sum of some lycées is another cut of the table: it could be subtracted.
        total = table.total if reader.uais is None else None
    rows = tuple(_telling(row, told) for row in every if reader.reads_of(row.uai))
    return FeedCoverage(rows, total if counted else None)


def _rows(lycee: LyceeCoverage, since: datetime) -> Iterator[FeedRow]:
    if not lycee.cells:
        yield _row(lycee, since, _state_without_cells(lycee))
        return
    for (starts_on, ends_on), found in groupby(sorted(lycee.cells, key=_days), key=_days):
        cells = list(found)
        yield replace(
            _row(lycee, since, _state(cells)),
            starts_on=None if starts_on == date.max else starts_on,
            ends_on=None if ends_on == date.max else ends_on,
            figures=_figures(cells),
            counted=sum(cell.counts is not None for cell in cells),
            untold=sum(cell.counts is None and not cell.withheld for cell in cells),
            counted_at=max((c.recorded_at for c in cells if c.recorded_at), default=None),
        )


def _row(lycee: LyceeCoverage, since: datetime, state: RowState) -> FeedRow:
    silent = is_silent(lycee.heard_at, since)
    return FeedRow(lycee.uai, lycee.name, state, lycee.heard_at, silent)


def _days(cell: Cell) -> tuple[date, date]:
    return (cell.starts_on or date.max, cell.ends_on or date.max)


def _figures(cells: Sequence[Cell]) -> Figures | None:
    counts = [cell.counts for cell in cells if cell.counts is not None]
    if not counts:
        return None
    agreed = sum(min(one.host_agreed, one.expected) for one in counts)
    return Figures(agreed, sum(one.without for one in counts))


def _state(cells: Sequence[Cell]) -> RowState:
    if any(cell.counts is not None for cell in cells):
        return RowState.TOLD
    withheld = any(cell.withheld for cell in cells)
    return RowState.NOT_PUBLISHED if withheld else RowState.NOTHING_RECEIVED


def _state_without_cells(lycee: LyceeCoverage) -> RowState:
    if FactFamily.COVERAGE in lycee.publication.closed:
        return RowState.NOT_PUBLISHED
    return RowState.NOTHING_RECEIVED if lycee.heard_at is None else RowState.NO_PERIOD


def _key(row: FeedRow) -> str:
    return f"{row.uai} {row.starts_on} {row.ends_on}"


def _whole(figures: Figures) -> Told:
    return Told(figures.expected, figures.agreed, figures.without)


def _telling(row: FeedRow, told: Mapping[str, Told]) -> FeedRow:
    if row.figures is None:
        return row
    mine = told[_key(row)]
    withheld = None in (mine.expected, mine.agreed, mine.without)
    # The figures themselves stay here: nothing that is drawn later can tell them by mistake.
    kept = None if withheld else row.figures
    return replace(row, told=mine, figures=kept, state=RowState.WITHHELD if withheld else row.state)
