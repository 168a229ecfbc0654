"""Where a list is in a file, and what its columns are taken for."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from contracts.identifiers import CommuneCode
from contracts.strays import without_strays
from services.chassis.files.columns import Column, samples_of, told_apart
from services.chassis.files.tables import ImportFileRefused, Sheet
from services.chassis.reference.nomenclatures import communes
from services.partnerships.base.phones import phone_number
from services.partnerships.base.text import place_key, plain
from services.partnerships.import_columns.model.columns import (
    Heading,
    heading_of,
    parted_field,
    unread_among,
)
from services.partnerships.import_pupils.model.cells import HELD, holds_pupils
from services.partnerships.import_pupils.model.groups import Group, groups_of
from services.partnerships.import_pupils.model.pupils import (
    is_list_of_pupils,
    is_title_of_pupils,
    names_companies,
    told_as,
    told_of,
)
from services.partnerships.import_rows.model.cells import Reader
from services.partnerships.import_rows.model.contents import (
    CELLS_LOOKED_AT,
    fields_of_people,
    guess_by_contents,
    numbering_among,
    without_fields,
)
from services.partnerships.import_rows.model.parts import tables_beside

HEADING_SEARCH_ROWS = 30
ROWS_OFFERED, ROW_CHARACTERS_MAX = 12, 120
_USUAL_NAMES = {"Valence d’Agen": "Valence"}
"""Communes that everybody calls otherwise than the State does."""
NO_COMPANY = "Ce fichier ne contient aucune entreprise."


@dataclass(frozen=True)
class Layout:
    """Where the list is in the file, and the column of each field, as somebody said it."""

    sheet: str
    line: int
    columns: Mapping[str, int]
    along: Sequence[str] = ()
    """Other sheets with the same headings, read with it."""


@dataclass(frozen=True)
class SourceTable:
    """One table of a list: the sheet, the row of its headings, and its columns."""

    sheet: Sheet
    at: int
    heading: Heading


@dataclass(frozen=True)
class Parts:
    """The tables of a list, the first one first, and the columns that are not of the first."""

    every: Sequence[SourceTable]
    beside: frozenset[int]

    @property
    def along(self) -> Sequence[str]:
        """The sheets that are read with the first one."""
        others = dict.fromkeys(part.sheet.name for part in self.every)
        return list(others)[1:]


def heading_keys(cells: Sequence[str]) -> list[str]:
    """What the headings of a row are remembered by."""
    return told_apart(map(plain, cells))


def chosen_among(sheets: Sequence[Sheet], chosen: Layout | None) -> SourceTable | None:
    if chosen is None:
        return None
    for sheet in sheets:
        for at, (line, cells) in enumerate(sheet.rows[: chosen.line]):
            if (sheet.name, line) == (chosen.sheet, chosen.line):
                pupils = unread_among(cells, _groups(sheet, at), titled=_is_titled(sheet, at))
                every = frozenset(range(len(cells)))
                return SourceTable(sheet, at, Heading(chosen.columns, 0, every, pupils=pupils))
    return None


def _groups(sheet: Sheet, at: int) -> Sequence[Group | None]:
    """The groups that the row above says its columns are of."""
    return groups_of(sheet.rows[at - 1][1] if at else (), sheet.rows[at][1])


def _is_titled(sheet: Sheet, at: int) -> bool:
    """Whether a title above the headings names pupils: one cell of its row holds something."""
    above = ([cell for cell in cells if cell.strip()] for _, cells in sheet.rows[:at])
    return any(len(cells) == 1 and is_title_of_pupils(cells[0]) for cells in above)


def list_among(
    sheets: Sequence[Sheet], known: Mapping[str, str | None], line: int | None
) -> SourceTable:
    """The sheet, and the row of it, that look most like the headings of a list of companies.

    Where no row names the companies, the first one with the most cells: somebody will say.
    """
    best: tuple[tuple[bool, bool, int, int], SourceTable] | None = None
    for sheet in sheets:
        filled = [(at, cells) for at, (_, cells) in enumerate(sheet.rows) if any(cells)]
        for at, cells in filled[:HEADING_SEARCH_ROWS]:
            if line not in (None, sheet.rows[at][0]):
                continue
            titled = _is_titled(sheet, at)
            groups = _groups(sheet, at)
            heading = heading_of(cells, heading_keys(cells), known, groups, titled=titled)
            named = "name" in heading.columns
            rank = (named, not sheet.unseen, heading.score, 0 if named else sum(map(bool, cells)))
            if best is None or rank > best[0]:
                best = rank, SourceTable(sheet, at, heading)
    if best is None:
        raise ImportFileRefused(NO_COMPANY, field="file")
    return best[1]


def refuse_pupils(first: SourceTable, today: date | None) -> None:
    """Keep nothing of a list of pupils, under whatever title it stands."""
    sheet, at, heading = first.sheet, first.at, first.heading
    rows = sheet.rows[at : at + 1] if "name" in heading.columns else sheet.rows
    for _, cells in rows[:HEADING_SEARCH_ROWS]:
        if is_list_of_pupils(cells):
            raise ImportFileRefused(told_of(cells), field="file")
    every = [cells for _, cells in sheet.rows]
    if today and not names_companies(every[at]) and holds_pupils(every, today):
        raise ImportFileRefused(told_as(HELD), field="file")


def first_rows(sheet: Sheet) -> Iterator[tuple[int, str]]:
    filled = [(line, cells) for line, cells in sheet.rows[:HEADING_SEARCH_ROWS] if any(cells)]
    for line, cells in filled[:ROWS_OFFERED]:
        told = without_strays(" · ".join(" ".join(c.split()) for c in cells if c.strip()))
        yield line, told[:ROW_CHARACTERS_MAX]


def columns_of(parts: Parts, today: date | None) -> tuple[Column, ...]:
    """The columns that hold something, under the headings, which are the row at that place."""
    first, beside = parts.every[0], parts.beside
    sheet, heading, cells = first.sheet, first.heading, _cells(first)
    rows = [cells for _, cells in sheet.rows[first.at + 1 :]]
    fields = {index: parted_field(name)[0] for name, index in heading.columns.items()}
    looked_at = rows[:CELLS_LOOKED_AT]
    numbering = numbering_among(heading, looked_at)
    guessed = guess_by_contents(heading, looked_at, reader(), today)
    guessed = {index: field for index, field in guessed.items() if index not in numbering}
    fields = {**fields, **guessed}
    keys = heading_keys(cells)
    width = max(len(cells), *(len(row) for row in rows[:HEADING_SEARCH_ROWS]), 0)
    found = []
    for index in range(width):
        text = " ".join(cells[index].split()) if index < len(cells) else ""
        samples = samples_of(index, rows)
        if (samples or text) and index not in beside:
            key = keys[index] if index < len(keys) else ""
            # A heading over an empty column can be left aside without a question.
            sure = index in heading.sure | numbering or (not samples and index not in fields)
            told = (fields.get(index), sure, index in guessed, index in sheet.hidden.columns)
            found.append(Column(index, text, key, samples, *told))
    return tuple(found)


def reader(*, names_alone: bool = True) -> Reader:
    """What reading lines needs of the nomenclatures and of phone numbers."""
    return Reader(_communes_by_name(), phone_number, names_alone)


def _communes_by_name() -> dict[str, CommuneCode]:
    official = {place_key(name): CommuneCode(code) for code, name in communes().items()}
    usual = {place_key(name): official[place_key(of)] for name, of in _USUAL_NAMES.items()}
    return usual | official


def parts_of(
    sheets: Sequence[Sheet], first: SourceTable, along: Container[str] | None = None
) -> Parts:
    """The tables a list goes on in: beside the first one, and in sheets with the same headings.

    Only the sheets `along` where somebody was shown which.
    """
    _, beside = tables_beside(_cells(first), first.heading.columns)
    every = list(_side_by_side(first))
    for sheet in sheets:
        if sheet is first.sheet or sheet.unseen or (along is not None and sheet.name not in along):
            continue
        same = _with_headings_of(first, sheet)
        every += _side_by_side(same) if same else ()
    return Parts(every, beside)


def without_people(parts: Parts, today: date | None) -> Parts:
    """The same with every column of remarks asked about that is of pupils, in one table or another."""
    people = frozenset[str]().union(
        *(
            fields_of_people(
                one.heading, [cells for _, cells in one.sheet.rows[one.at + 1 :]], today
            )
            for one in parts.every
        )
    )
    every = [replace(one, heading=without_fields(one.heading, people)) for one in parts.every]
    return Parts(every, parts.beside)


def _side_by_side(part: SourceTable) -> Iterator[SourceTable]:
    tables, _ = tables_beside(_cells(part), part.heading.columns)
    for columns in tables:
        yield replace(part, heading=replace(part.heading, columns=columns))


def _cells(part: SourceTable) -> Sequence[str]:
    return part.sheet.rows[part.at][1]


def _with_headings_of(first: SourceTable, sheet: Sheet) -> SourceTable | None:
    """The same list in another sheet, whatever the order of its columns."""
    keys = heading_keys(_cells(first))
    for at, (_, cells) in enumerate(sheet.rows[:HEADING_SEARCH_ROWS]):
        theirs = heading_keys(cells)
        if set(filter(None, theirs)) == set(filter(None, keys)):
            columns = {
                field: theirs.index(keys[index]) if keys[index] else index
                for field, index in first.heading.columns.items()
                if index < len(keys)
            }
            pupils = unread_among(cells, _groups(sheet, at), titled=_is_titled(sheet, at))
            return SourceTable(sheet, at, replace(first.heading, columns=columns, pupils=pupils))
    return None
