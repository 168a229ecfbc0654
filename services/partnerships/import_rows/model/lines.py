"""The lines of a sheet below its headings: headings that come again, and a second table."""

from collections.abc import Iterator, Mapping, Sequence

from services.partnerships.base.text import plain
from services.partnerships.import_cells.model.cells import cell_text, is_ditto
from services.partnerships.import_columns.model.columns import Heading, heading_of
from services.partnerships.import_columns.model.fields import HEADINGS
from services.partnerships.import_rows.model.below import read_below
from services.partnerships.import_rows.model.cells import Reader
from services.partnerships.import_rows.model.parse import read_row
from services.partnerships.import_rows.model.row import ImportRow, Origin, RefusedRow

Table = Sequence[tuple[int, list[str]]]

_EVERY_HEADING = frozenset(word for words in HEADINGS.values() for word in words)
_HEADINGS_MIN = 2
"""Cells of a line that are headings, from which on it begins another table."""


def read_lines(
    table: Table, heading: Heading, reader: Reader, unseen: frozenset[int] = frozenset()
) -> Iterator[ImportRow | RefusedRow]:
    """Read what follows the headings, which are the first row; `unseen` rows are asked about."""
    # Headings come again on each page of what was made to be printed.
    said, columns = _words(table[0][1]), heading.columns
    hidden = heading.pupils - set(columns.values())
    above: ImportRow | None = None
    last, before = 0, list[str]()
    for line, whole in table:
        cells = ["" if at in hidden else cell for at, cell in enumerate(whole)] if hidden else whole
        words = _words(cells)
        if not any(words) and not any(cell.strip() for cell in cells):
            continue
        cells = before = _as_above(cells, before, columns)
        if _words(whole) == said:
            columns, hidden = heading.columns, heading.pupils - set(heading.columns.values())
            above = None
            continue
        other = _another_table(cells, words)
        if other is not None:
            columns, hidden = other.columns, other.pupils - set(other.columns.values())
            above = None
            yield RefusedRow(line, "", _begins(cells, other.columns))
        else:
            origin = Origin(tuple(cells), columns)
            more = read_below(line, origin, above, last, reader) if above else None
            read = more or read_row(line, origin, reader)
            if more is None:
                above = read if isinstance(read, ImportRow) else None
            last = line
            yield read.unseen() if line in unseen and isinstance(read, ImportRow) else read


def _as_above(cells: Sequence[str], before: Sequence[str], columns: Mapping[str, int]) -> list[str]:
    """A line with what the one above says, where its cells say « idem »; the name is asked about instead."""
    same = {at for name, at in columns.items() if name != "name" and at < len(before)}
    return [before[at] if at in same and is_ditto(cell) else cell for at, cell in enumerate(cells)]


def names_alone(table: Table, heading: Heading) -> bool:
    """Whether most lines are one name and nothing else in the columns that are read."""
    read = set(heading.columns.values())
    filled = [
        sum(bool(cell_text(cell)) for at, cell in enumerate(cells) if at in read)
        for _, cells in table[1:]
    ]
    alone = sum(count == 1 for count in filled)
    return 2 * alone > sum(map(bool, filled))


def _another_table(cells: Sequence[str], words: Sequence[str]) -> Heading | None:
    """The headings of a table below the first one, when a line is one."""
    if sum(word in _EVERY_HEADING for word in words) < _HEADINGS_MIN:
        return None
    heading = heading_of(cells)
    return heading if "name" in heading.columns else None


def _begins(cells: Sequence[str], columns: Mapping[str, int]) -> str:
    said = "Titres d’un autre tableau\u202f: les lignes qui suivent sont lues d’après eux."
    left = [
        t for at, cell in enumerate(cells) if at not in columns.values() and (t := cell_text(cell))
    ]
    return f"{said} Colonnes laissées de côté\u202f: {', '.join(left)}." if left else said


def _words(cells: Sequence[str]) -> list[str]:
    return [plain(cell) for cell in cells]
