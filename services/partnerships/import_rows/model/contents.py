"""What a column is by what it holds, where its heading says nothing: a guess that somebody confirms."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice, pairwise

from contracts.identifiers import Naf, Siren, Siret
from services.partnerships.base.mail_address import is_mail
from services.partnerships.base.text import place_key
from services.partnerships.import_cells.model.address import parted_commune
from services.partnerships.import_cells.model.cells import cell_text, number_text
from services.partnerships.import_cells.model.civility import is_civility
from services.partnerships.import_cells.model.numbers import zeros_back
from services.partnerships.import_columns.model.columns import Heading, parted_field
from services.partnerships.import_columns.model.fields import REMARK, SEVERAL
from services.partnerships.import_pupils.model.cells import may_tell_of_pupils, tell_of_pupils
from services.partnerships.import_rows.model.cells import Reader

CELLS_LOOKED_AT = 60
SHARE_MIN, TOWNS_SHARE_MIN = 0.8, 0.6
"""Of the cells that hold something, those that must be of a kind: lists have mistakes."""
_PHONE_DIGITS_MIN, _NUMBER_FIGURES_MAX = 9, 6


def guess_by_contents(
    heading: Heading, rows: Sequence[Sequence[str]], reader: Reader, today: date | None = None
) -> Mapping[int, str]:
    """Fields of columns whose heading says nothing; a field that has its column is not guessed.

    What is none of them is proposed as a remark, unless it may tell of a pupil.
    """
    found: dict[int, str] = {}
    for at in sorted(heading.weak):
        told = _kind(_cells(rows, at), reader)
        if told and told not in heading.columns:
            found[at] = told
    for at in _unsaid(heading, rows):
        if at in heading.people:
            continue
        cells = _cells(rows, at)
        told = _kind(cells, reader)
        if told and told not in heading.columns and told not in found.values():
            found[at] = told
        elif told is None and cells and not heading.pupils and not may_tell_of_pupils(cells, today):
            found[at] = REMARK
    return found


def fields_of_people(
    heading: Heading, rows: Sequence[Sequence[str]], today: date | None
) -> frozenset[str]:
    """The fields of remarks and of last contacts whose cells are pupils."""
    return frozenset(
        key
        for key, at in heading.columns.items()
        if parted_field(key)[0] in SEVERAL and tell_of_pupils(_cells(rows, at), today)
    )


def without_fields(heading: Heading, fields: Collection[str]) -> Heading:
    """The same with these asked about."""
    people = frozenset(at for key, at in heading.columns.items() if key in fields)
    columns = {key: at for key, at in heading.columns.items() if key not in fields}
    return replace(heading, columns=columns, sure=heading.sure - people, people=people)


def numbering_among(heading: Heading, rows: Sequence[Sequence[str]]) -> frozenset[int]:
    """The columns that number the lines: they say nothing."""
    return frozenset(at for at in _unsaid(heading, rows) if _counts(_cells(rows, at)))


def _unsaid(heading: Heading, rows: Sequence[Sequence[str]]) -> Sequence[int]:
    width = max(map(len, rows), default=0)
    told = set(heading.columns.values()) | heading.sure | heading.pupils
    return sorted(set(range(width)) - told)


def _cells(rows: Sequence[Sequence[str]], at: int) -> list[str]:
    cells = (text for row in rows if at < len(row) and (text := cell_text(row[at])))
    return list(islice(cells, CELLS_LOOKED_AT))


def _counts(cells: Sequence[str]) -> bool:
    numbers = [int(cell) for cell in cells if len(cell) < _NUMBER_FIGURES_MAX and cell.isdecimal()]
    follow = sum(after == before + 1 for before, after in pairwise(numbers))
    return (
        len(numbers) > 1 and len(numbers) >= SHARE_MIN * len(cells) and follow == len(numbers) - 1
    )


def _kind(cells: Sequence[str], reader: Reader) -> str | None:
    kinds: Mapping[str, Callable[[str], bool]] = {
        "civility": is_civility,
        "siret": lambda text: _made(lambda: Siret(zeros_back(number_text(text), 14))),
        "siren": lambda text: _made(lambda: Siren(zeros_back(number_text(text), 9))),
        "naf": lambda text: _made(lambda: Naf(text)),
        "mail": is_mail,
        "phone": lambda text: _is_phone(text, reader),
        "postcode": _is_postcode,
        "commune": lambda text: place_key(parted_commune(text)[1]) in reader.communes,
    }
    for name, is_one in kinds.items():
        share = TOWNS_SHARE_MIN if name == "commune" else SHARE_MIN
        if cells and sum(map(is_one, cells)) >= share * len(cells):
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
