"""What became of each filled cell of a list of companies."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from services.chassis.files.cell_count import CellCount, CellTally, CellUse, filled_in
from services.chassis.files.columns import letters
from services.chassis.files.tables import Sheet
from services.partnerships.import_cells.model.address import is_abroad
from services.partnerships.import_cells.model.cells import as_shown, remark_text, said
from services.partnerships.import_cells.model.civility import is_civility
from services.partnerships.import_cells.model.line_numbers import PART_LINES
from services.partnerships.import_columns.model.columns import parted_field
from services.partnerships.import_columns.model.fields import SEVERAL
from services.partnerships.import_files.store.layout import Parts, SourceTable, heading_keys
from services.partnerships.import_rows.model.row import ImportRow, RefusedRow

Read = ImportRow | RefusedRow
SAYS_NOTHING = "cellules qui ne disent rien («\u00a0-\u00a0», «\u00a0NC\u00a0», erreurs de formule)"
NOBODY_S = "civilités sans nom"
COUNTRY = "pays, quand c’est la France"
ABOVE = "lignes au-dessus des titres"


def cells_of(sheets: Sequence[Sheet], parts: Parts, read: Iterable[Read]) -> CellCount:
    """Look at every filled cell of the file, and say where it went."""
    tally = CellTally()
    found: dict[tuple[int, int], Read] = {divmod(one.line, PART_LINES): one for one in read}
    for sheet in sheets:
        tables = [(n, part) for n, part in enumerate(parts.every) if part.sheet is sheet]
        if tables:
            _of_sheet(tally, sheet, tables, found)
        elif held := filled_in(sheet.rows):
            tally.leave(f"feuille «\u00a0{sheet.name}\u00a0», qui n’est pas lue", sheet.name, held)
    return tally.count(sum(filled_in(sheet.rows) for sheet in sheets))


def _of_sheet(
    tally: CellTally,
    sheet: Sheet,
    tables: Sequence[tuple[int, SourceTable]],
    found: Mapping[tuple[int, int], Read],
) -> None:
    at = tables[0][1].at
    titles = sheet.rows[at][1]
    keys = heading_keys(titles)
    for place, (line, cells) in enumerate(sheet.rows):
        where = (sheet.name, line)
        read = [found[n, line] for n, _ in tables if (n, line) in found]
        again = not read and heading_keys(cells) == keys
        for index in _filled(cells):
            if place == at or again:
                tally.use(CellUse.TITLE)
            elif place < at:
                tally.leave(ABOVE, where)
            elif isinstance(use := _use_of(read, index, cells[index]), CellUse):
                tally.use(use)
            else:
                tally.leave(use or _column(titles, index), where)


def _use_of(read: Sequence[Read], index: int, cell: str) -> CellUse | str | None:
    """What became of a cell, or why it is left aside; None where its column is."""
    for one in read:
        held = index < len(one.origin.cells) and bool(one.origin.cells[index].strip())
        if isinstance(one, RefusedRow):
            if held or not one.cells:
                return CellUse.RETURNED if one.cells else CellUse.TITLE
        elif field := next((n for n, at in one.origin.columns.items() if at == index), None):
            if one.waits:
                return CellUse.ASKED
            return _nothing(field, cell, one) or CellUse.KEPT
    return None


def _nothing(field: str, cell: str, row: ImportRow) -> str | None:
    """Why nothing is made of a cell of a column that is read."""
    if not (remark_text(cell) if parted_field(field)[0] in SEVERAL else said(cell)):
        return SAYS_NOTHING
    if field == "civility" and len(row.contacts) != 1 and is_civility(cell):
        return NOBODY_S
    return COUNTRY if field == "country" and not is_abroad(cell) else None


def _filled(cells: Sequence[str]) -> Iterator[int]:
    return (index for index, cell in enumerate(cells) if cell.strip())


def _column(titles: Sequence[str], index: int) -> str:
    title = as_shown(titles[index]) if index < len(titles) else ""
    name = " ".join(title.split())
    return f"colonne «\u00a0{name}\u00a0»" if name else f"colonne {letters(index)}"
