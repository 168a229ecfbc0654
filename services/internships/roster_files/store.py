"""Reading a roster's file (CSV, XLSX or XLS) in a process of its own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from services.chassis.files.columns import Column, samples_of
from services.chassis.files.reader_process import answer_apart, read_apart
from services.chassis.files.tables import ImportFileRefused, Sheet, tables_in
from services.chassis.reference.nomenclatures.towns import UnknownTown, understand
from services.internships.roster_files.model.account import filled
from services.internships.roster_files.model.contents import column_of_births
from services.internships.roster_files.model.file import (
    HEADING_SEARCH_ROWS,
    BadRow,
    HeadingsUnknown,
    LeftAside,
    Roster,
    RosterRow,
    RosterUnreadable,
)
from services.internships.roster_files.model.headings import Said, columns_of, heading_keys
from services.internships.roster_files.model.mail_columns import mail_columns
from services.internships.roster_files.model.sections import roster_of
from services.internships.roster_files.model.shape import NO_LIST, is_table

PIECE_ROWS = 200
COLUMNS_TOLD = 100
"""Of those left aside, by name; a page carries as many fields at most."""


@dataclass(frozen=True)
class RosterFile:
    """What a file holds; no roster when nothing says what its columns are, `unclear` says why."""

    columns: tuple[Column, ...]
    roster: Roster | None
    unclear: str | None = None
    unseen: tuple[str, ...] = ()
    """What is said of columns and sheets that the workbook does not show, in French."""
    doubts: tuple[str, ...] = ()
    """Headings of columns of addresses that nothing says whose they are: left aside unless somebody does."""

    @property
    def clean(self) -> bool:
        """Whether all of it was read without a remark: what it says of headings may be remembered."""
        doubtful = self.unclear or self.doubts
        return not doubtful and self.roster is not None and not self.roster.bad + self.roster.unsure


async def read_roster(
    content: bytes,
    known: Said | None = None,
    said: Mapping[int, str | None] | None = None,
    *,
    today: date | None = None,
) -> RosterFile:
    """Read a file in a process of its own; `known` by heading, `said` by column of this file.

    `today` tells birth dates under a heading nobody knows. Raises ImportFileRefused.
    """
    options = {
        "known": known or {},
        "said": said,
        "today": today.isoformat() if today else None,
    }
    head, *pieces = await read_apart(__name__, content, options)
    told = [one for piece in pieces for one in piece]
    rows = tuple(
        RosterRow(*cells[:-2], hidden=cells[-2], person=cells[-1])
        for kind, cells in told
        if kind == "row"
    )
    bad = tuple(BadRow(*cells) for kind, cells in told if kind == "bad")
    columns = tuple(map(Column.from_json, head["columns"]))
    unclear = head["unclear"]
    unsure = tuple(BadRow(*cells) for kind, cells in told if kind == "unsure")
    aside = tuple(LeftAside(*one) for one in head["aside"])
    roster = None if unclear else Roster(rows, bad, unsure, aside, head["read"])
    return RosterFile(columns, roster, unclear, tuple(head["unseen"]), tuple(head["doubts"]))


def parse(
    content: bytes,
    known: Said | None = None,
    said: Mapping[int, str | None] | None = None,
    *,
    today: date | None = None,
) -> RosterFile:
    """Read a file here. Raises ImportFileRefused."""
    every = tables_in(content)
    sheets = _shown(every, known or {})
    meant: Said = _with_births(sheets, known or {}, today) if today else known or {}
    likely = _mail_columns(sheets, meant)
    columns = _columns(sheets, meant, likely)
    if said is not None:
        meant = {**meant, **{c.key: said.get(c.index) for c in columns}}
        likely = {}
    meant = {**meant, **dict.fromkeys(likely)}
    try:
        tables = [(sheet.name, sheet.rows) for sheet in sheets]
        roster = roster_of(tables, meant, _town, [sheet.hidden.rows for sheet in sheets])
    except HeadingsUnknown as unknown:
        if not is_table([cells for sheet in sheets for _, cells in sheet.rows]):
            raise ImportFileRefused(NO_LIST, field="file") from unknown
        return RosterFile(columns, None, unknown.detail)
    except RosterUnreadable as unreadable:
        raise ImportFileRefused(unreadable.detail, field="file") from unreadable
    roster = replace(roster, aside=_left_aside(every, sheets, roster))
    unseen = tuple(_unseen(every, sheets, meant))
    doubts = tuple(c.name for c in columns if c.key in likely)
    return RosterFile(columns, roster, unseen=unseen, doubts=doubts)


def _left_aside(
    every: Sequence[Sheet], read: Sequence[Sheet], roster: Roster
) -> tuple[LeftAside, ...]:
    """What is left aside, each column by the name a spreadsheet has for it; hidden sheets too."""
    named = [
        LeftAside(Column(one.index, one.where, "").name, one.cells, one.index)
        for one in roster.aside
    ]
    for sheet, shown in zip(every, read, strict=True):
        cells = sum(filled(row) for _, row in sheet.rows) if sheet.rows and not shown.rows else 0
        if cells:
            named.append(LeftAside(f"Feuille masquée «\u00a0{sheet.name}\u00a0»", cells))
    named.sort(key=lambda one: -one.cells)
    rest = sum(one.cells for one in named[COLUMNS_TOLD:])
    others = [LeftAside("Autres colonnes", rest)] if rest else []
    return (*named[:COLUMNS_TOLD], *others)


def _mail_columns(sheets: Sequence[Sheet], known: Said) -> Mapping[str, str]:
    """What columns of addresses in doubt likely are, by key; empty where nothing points to it."""
    found: dict[str, str] = {}
    for sheet in sheets:
        at = _heading_row(sheet, known)
        cells = sheet.rows[at][1] if sheet.rows else []
        found |= mail_columns(cells, [row for _, row in sheet.rows[at + 1 :]], known)
    return found


def _shown(sheets: Sequence[Sheet], known: Said) -> Sequence[Sheet]:
    """The sheets to read: a hidden one counts where no other is a list; numbers stay those of the workbook."""
    lists = [one for one in sheets if not one.unseen and _is_list(one, known)]
    if not lists:
        return sheets
    return [replace(one, rows=()) if one.unseen else one for one in sheets]


def _is_list(sheet: Sheet, known: Said) -> bool:
    return any(columns_of(row, known) for _, row in sheet.rows[: HEADING_SEARCH_ROWS + 1])


def _unseen(every: Sequence[Sheet], read: Sequence[Sheet], known: Said) -> Iterator[str]:
    """What is said of the columns and the sheets that are not shown."""
    columns: dict[str, None] = {}
    for sheet in read:
        cells = sheet.rows[_heading_row(sheet, known)][1] if sheet.rows else []
        taken = sorted(set(columns_of(cells, known).values()) & sheet.hidden.columns)
        columns |= dict.fromkeys(" ".join(cells[at].split()) for at in taken)
    sheets = [
        (one.name, bool(two.rows)) for one, two in zip(every, read, strict=True) if one.unseen
    ]
    for told, names in (
        ("Colonne{s} masquée{s} dans votre classeur, lue{s} comme les autres", list(columns)),
        (
            "Feuille{s} masquée{s} dans votre classeur, lue{s} comme les autres",
            [name for name, is_read in sheets if is_read],
        ),
        (
            "Feuille{s} masquée{s} dans votre classeur, non lue{s}",
            [name for name, is_read in sheets if not is_read],
        ),
    ):
        if names:
            yield f"{told.format(s='s' * (len(names) > 1))}\u00a0: {', '.join(names)}"


def _with_births(sheets: Sequence[Sheet], known: Said, today: date) -> Said:
    """What is known of headings, with those of birth dates that only what they hold tells."""
    meant = dict(known)
    for sheet in sheets:
        at = _heading_row(sheet, meant)
        cells = sheet.rows[at][1] if sheet.rows else []
        columns, keys = columns_of(cells, meant), heading_keys(cells)
        if columns and "born" not in columns:
            taken = set(columns.values())
            free = [i for i, key in enumerate(keys) if key and key not in meant and i not in taken]
            found = column_of_births([row for _, row in sheet.rows[at + 1 :]], free, today)
            meant |= {keys[found]: "born"} if found is not None else {}
    return meant


def _town(name: str, postcode: str) -> str | None:
    """The code of a commune; one that is not known by its code is not kept."""
    try:
        return understand(name or postcode, postcode or None if name else None).commune
    except UnknownTown:
        return None


def _columns(sheets: Sequence[Sheet], known: Said, likely: Mapping[str, str]) -> tuple[Column, ...]:
    """The titled columns of all sheets, each once, with what they hold below."""
    found: dict[str, Column] = {}
    for sheet in sheets:
        at = _heading_row(sheet, known)
        cells = sheet.rows[at][1] if sheet.rows else []
        fields = {index: field for field, index in columns_of(cells, known).items()}
        rows = [row for _, row in sheet.rows[at + 1 :]]
        for index, key in enumerate(heading_keys(cells)):
            samples = samples_of(index, rows)
            if key and samples and key not in found:
                heading = " ".join(cells[index].split())
                field = likely.get(key, fields.get(index)) or None
                told = bool(likely.get(key))
                found[key] = Column(len(found), heading, key, samples, field, by_contents=told)
    return tuple(found.values())


def _heading_row(sheet: Sheet, known: Said) -> int:
    """The first row that is one, or else has the most cells."""
    looked_at = [cells for _, cells in sheet.rows[: HEADING_SEARCH_ROWS + 1]]
    for at, cells in enumerate(looked_at):
        if columns_of(cells, known):
            return at
    filled = [sum(bool(cell.strip()) for cell in cells) for cells in looked_at]
    return filled.index(max(filled)) if filled else 0


def _pieces(content: bytes, options: Mapping[str, Any]) -> Iterator[Any]:
    said = options["said"]
    by_index = {int(index): field for index, field in said.items()} if said else said
    today = date.fromisoformat(options["today"]) if options["today"] else None
    read = parse(content, options["known"], by_index, today=today)
    columns = [column.to_json() for column in read.columns]
    roster = read.roster or Roster((), ())
    yield {
        "columns": columns,
        "unclear": read.unclear,
        "unseen": read.unseen,
        "doubts": read.doubts,
        "aside": [(one.where, one.cells, one.index) for one in roster.aside],
        "read": roster.read,
    }
    told: list[tuple[str, Any]] = [
        (
            "row",
            (
                *(r.line, r.last_name, r.first_name, r.class_label),
                r.born,
                r.commune,
                r.left,
                *(r.mail_1, r.mail_2, r.own_mail),
                *(r.hidden, r.person),
            ),
        )
        for r in roster.rows
    ]
    told += [("bad", (row.line, row.reason)) for row in roster.bad]
    told += [("unsure", (row.line, row.reason)) for row in roster.unsure]
    for start in range(0, len(told), PIECE_ROWS):
        yield told[start : start + PIECE_ROWS]


if __name__ == "__main__":
    answer_apart(_pieces)
