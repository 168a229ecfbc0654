"""Lines that give another contact of the company above: the cell of their company is empty, or says « idem »."""

from collections.abc import Mapping
from dataclasses import replace

from services.partnerships.base.text import plain
from services.partnerships.import_cells.model.cells import cell_text, is_ditto
from services.partnerships.import_cells.model.line_numbers import line_number
from services.partnerships.import_rows.model.answers import Below
from services.partnerships.import_rows.model.cells import Reader
from services.partnerships.import_rows.model.parse import read_row
from services.partnerships.import_rows.model.row import ImportRow, Origin, RefusedRow

GUESSED = "autre contact de l’entreprise de la ligne {}, deviné"
_DITTO = frozenset({"", "idem", "id", "dito", "ditto", "meme", "meme entreprise"})
_OF_COMPANIES = frozenset(
    {
        *("name", "siret", "siren", "naf", "address", "postcode", "commune", "commune_code"),
        *("country", "legal_form", "diffusion"),
    }
)


def read_below(
    line: int, origin: Origin, above: ImportRow, last: int, reader: Reader
) -> ImportRow | None:
    """A line without a company, as one of the company `above`; None where it is none.

    It is guessed right under a line of that company (`last`), with a way to reach who is named; else asked.
    """
    raw, theirs = origin.texts(), above.origin.texts()
    named = bool(cell_text(raw.get("contact", "")))
    same = is_ditto(raw.get("name", ""))
    if not (named or same) or not all(
        _says_no_more(name, raw, theirs) for name in _OF_COMPANIES & raw.keys()
    ):
        return None
    given = {name: theirs.get(name, "") for name in _OF_COMPANIES & raw.keys()}
    cells = [*origin.cells, *[""] * (max(origin.columns.values()) + 1 - len(origin.cells))]
    for name, text in given.items():
        cells[origin.columns[name]] = text
    read = read_row(line, Origin(tuple(cells), origin.columns), reader)
    if isinstance(read, RefusedRow):
        return None
    reached = any(one.mail or one.phone for one in read.contacts)
    sure = (reached or (same and not named)) and line == last + 1
    below = Below(above.line, above.company.name, sure)
    guessed = [GUESSED.format(line_number(above.line))] if below.sure else []
    return replace(
        read,
        company=above.company,
        site=replace(above.site, phone=read.site.phone, mail=read.site.mail),
        doubt=None,
        asked="",
        remarks=(*guessed, *(one for one in read.remarks if one not in above.remarks)),
        below=below,
        origin=origin,
    )


def _says_no_more(name: str, raw: Mapping[str, str], theirs: Mapping[str, str]) -> bool:
    """Whether the cell of a field says nothing that the company above does not say."""
    written = plain(raw[name])
    return written in _DITTO or (name != "name" and written == plain(theirs.get(name, "")))
