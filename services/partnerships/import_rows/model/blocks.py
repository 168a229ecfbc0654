"""A file that is no table: each company takes several lines, one thing on each."""

from collections.abc import Sequence

from services.partnerships.base.text import plain
from services.partnerships.import_cells.model.unlikely_names import is_unlikely_name
from services.partnerships.import_columns.model.fields import HEADINGS

IN_BLOCKS = (
    "Ce fichier n’est pas un tableau\u202f: chaque entreprise y prend plusieurs lignes (son nom, puis son"
    " adresse, son téléphone…). Mettez une entreprise par ligne et une chose par colonne, avec un titre"
    " au-dessus de chaque colonne, puis importez-le de nouveau."
)
NAMES = (
    "{} noms d’entreprise sur {} ressemblent à autre chose (un numéro, une adresse, un mail, une lettre),"
    " par exemple «\u00a0{}\u00a0»\u202f: rien n’est importé ainsi. Dites quelle colonne porte la raison sociale\u202f;"
    " s’il n’y en a pas, mettez une entreprise par ligne dans votre fichier."
)
_TITLES = frozenset(word for words in HEADINGS.values() for word in words)
_ROWS_MIN, _NARROW, _NARROW_SHARE, _OTHER_SHARE = 6, 2, 0.8, 0.25
_UNLIKELY_MIN, _UNLIKELY_SHARE = 3, 0.2


def is_in_blocks(rows: Sequence[Sequence[str]]) -> bool:
    """Whether nearly all rows hold one thing, and many of them no name: an address, a phone, « Tél : … »."""
    filled = [held for cells in rows if (held := [cell for cell in cells if cell.strip()])]
    narrow = [held for held in filled if len(held) <= _NARROW]
    if len(filled) < _ROWS_MIN or len(narrow) < _NARROW_SHARE * len(filled):
        return False
    other = sum(_is_no_row(held) for held in narrow)
    return other >= _OTHER_SHARE * len(narrow)


def _is_no_row(held: Sequence[str]) -> bool:
    return is_unlikely_name(", ".join(held)) or (len(held) > 1 and plain(held[0]) in _TITLES)


def told_of_names(names: Sequence[str]) -> str | None:
    """What is said of names of companies that are something else, when too many are."""
    found = [name for name in names if is_unlikely_name(name)]
    if len(found) < _UNLIKELY_MIN or len(found) < _UNLIKELY_SHARE * len(names):
        return None
    return NAMES.format(len(found), len(names), found[0])
