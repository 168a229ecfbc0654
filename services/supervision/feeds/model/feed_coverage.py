"""Coverage as feeds tell it inside the DSDEN: one row for each lycée and period; silence is not zero.

Outside, the academy's table is told and no other (`coverage.totals_of`): two tables cut in two ways, each
without its small numbers, give some of them back once they are subtracted from one another.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby

from contracts.publication import FactFamily
from services.supervision.base.small_numbers import Figures
from services.supervision.coverage.model.coverage import Cell, LyceeCoverage, is_silent
from services.supervision.feed_readers.model import FeedReader


class RowState(StrEnum):
    """What a row says; only the first has figures."""

    TOLD = "told"
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


@dataclass(frozen=True)
class FeedCoverage:
    """What one reader is told; `total` is None without figures."""

    rows: tuple[FeedRow, ...]
    total: Figures | None


def feed_coverage(
    lycees: Sequence[LyceeCoverage], reader: FeedReader, since: datetime
) -> FeedCoverage:
    """The rows of a reader inside the DSDEN. `since`: the instant silence is judged at."""
    mine = [lycee for lycee in lycees if reader.reads_of(lycee.uai)]
    rows = tuple(row for lycee in mine for row in _rows(lycee, since))
    counted = [row.figures for row in rows if row.figures is not None]
    return FeedCoverage(rows, sum(counted, Figures(0, 0)) if counted else None)


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
