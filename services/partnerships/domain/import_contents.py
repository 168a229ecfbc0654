"""What a column is by what it holds, where its heading says nothing: a guess that somebody confirms."""

from collections.abc import Callable, Mapping, Sequence
from itertools import islice

from contracts.identifiers import Naf, Siren, Siret
from services.partnerships.domain.import_address import parted_commune
from services.partnerships.domain.import_cells import cell_text, number_text
from services.partnerships.domain.import_columns import Heading
from services.partnerships.domain.import_numbers import zeros_back
from services.partnerships.domain.import_reading import Reader
from services.partnerships.domain.import_row import is_mail
from services.partnerships.domain.text import place_key

CELLS_LOOKED_AT = 60
SHARE_MIN = 0.8
"""Of the cells that hold something, those that must be of a kind: lists have mistakes."""
_PHONE_DIGITS_MIN = 9


def guess_by_contents(
    heading: Heading, rows: Sequence[Sequence[str]], reader: Reader
) -> Mapping[int, str]:
    """Fields of columns whose heading says nothing; a field that has its column is not guessed."""
    width = max(map(len, rows), default=0)
    left = set(range(width)) - set(heading.columns.values()) - heading.sure - heading.pupils
    found: dict[int, str] = {}
    for at in sorted(left):
        cells = [text for row in rows if at < len(row) and (text := cell_text(row[at]))]
        told = _kind(list(islice(cells, CELLS_LOOKED_AT)), reader)
        if told and told not in heading.columns and told not in found.values():
            found[at] = told
    return found


def _kind(cells: Sequence[str], reader: Reader) -> str | None:
    kinds: Mapping[str, Callable[[str], bool]] = {
        "siret": lambda text: _made(lambda: Siret(zeros_back(number_text(text), 14))),
        "siren": lambda text: _made(lambda: Siren(zeros_back(number_text(text), 9))),
        "naf": lambda text: _made(lambda: Naf(text)),
        "mail": is_mail,
        "phone": lambda text: _is_phone(text, reader),
        "postcode": _is_postcode,
        "commune": lambda text: place_key(parted_commune(text)[1]) in reader.communes,
    }
    for name, is_one in kinds.items():
        if cells and sum(map(is_one, cells)) >= SHARE_MIN * len(cells):
            return name
    return None


def _is_phone(text: str, reader: Reader) -> bool:
    if sum(map(str.isdigit, text)) < _PHONE_DIGITS_MIN:
        return False
    return _made(lambda: reader.phone(number_text(text)))


def _is_postcode(text: str) -> bool:
    return len(text) == 5 and text.isascii() and text.isdigit() and text[:2] not in ("00", "99")


def _made(make: Callable[[], object]) -> bool:
    try:
        make()
    except ValueError:
        return False
    return True
