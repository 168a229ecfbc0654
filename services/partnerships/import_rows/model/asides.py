"""Lines of a list that are none of its companies: totals, titles of parts, remarks below it."""

from collections.abc import Mapping

from contracts.strays import has_stray
from services.partnerships.import_cells.model.cells import (
    cell_text,
    is_remark,
    is_section,
    is_total,
)
from services.partnerships.import_rows.model.row import Origin

TOTAL = "Ligne de total, laissée de côté."
REMARK = "Remarque sous la liste, laissée de côté."
SECTION = "Titre d’une partie de la liste, laissé de côté."
STRAY = (
    "Une cellule de cette ligne contient un caractère invisible\u202f: effacez-la et retapez-la."
)


def filled(origin: Origin) -> int:
    """How many of its cells say something."""
    return sum(bool(cell_text(cell)) for cell in origin.row())


def told(origin: Origin) -> int:
    """How many cells of the columns that are read say something."""
    return sum(bool(cell_text(cell)) for cell in origin.texts().values())


def no_company(
    raw: Mapping[str, str], texts: Mapping[str, str | None], origin: Origin
) -> str | None:
    """Why a line is none of the list's companies."""
    # A spreadsheet may end the lines of a cell with a carriage return.
    if any(has_stray(cell.replace("\r", "")) for cell in raw.values()):
        return STRAY
    name = texts.get("name") or ""
    first = name or next(filter(None, map(cell_text, origin.row())), "")
    alone = filled(origin) == 1
    if origin.typed:  # by hand: it is the company somebody says it is
        return None
    if is_total(first) and not texts.get("siret"):
        return TOTAL
    if alone and is_remark(first):
        return REMARK
    return SECTION if alone and (is_section(first) or not name) else None
