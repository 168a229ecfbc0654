"""The rows of a roster as hidden fields of its preview: names are kept nowhere before the import."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, TypeAdapter, ValidationError

from contracts.identifiers import CommuneCode
from services.internships.families.model import FamilyMailWrong, checked_mail
from services.internships.roster_files.model.file import (
    MAX_CELL_CHARACTERS,
    MAX_ROWS,
    RosterRow,
    RosterUnreadable,
)

CHUNK_ROWS = 25
"""Rows in one hidden field: well under what the chassis keeps of a field."""

_Cell = Annotated[str, Field(min_length=1, max_length=MAX_CELL_CHARACTERS)]
_Date = Annotated[str, AfterValidator(lambda text: text and date.fromisoformat(text).isoformat())]
_Commune = Annotated[str, AfterValidator(lambda text: text and CommuneCode(text))]
_Mail = Annotated[str, AfterValidator(lambda text: text and checked_mail(text))]
_Mails = tuple[_Mail, _Mail, _Mail]
_Person = Annotated[int, Field(ge=0, le=MAX_ROWS)]
_CHUNK = TypeAdapter(
    list[tuple[int, _Cell, _Cell, _Cell, _Date, _Commune, _Date, _Mails, bool, _Person]]
)


def pack(rows: Sequence[RosterRow]) -> list[str]:
    """Rows as the hidden fields of the preview."""
    cells = [
        (
            *(r.line, r.last_name, r.first_name, r.class_label, r.born, r.commune, r.left),
            (r.mail_1, r.mail_2, r.own_mail),
            *(r.hidden, r.person),
        )
        for r in rows
    ]
    chunks = [cells[start : start + CHUNK_ROWS] for start in range(0, len(cells), CHUNK_ROWS)]
    return [_CHUNK.dump_json(chunk).decode() for chunk in chunks]


def unpack(chunks: Sequence[str]) -> list[RosterRow]:
    """Read hidden fields again. Raises RosterUnreadable: somebody changed them."""
    try:
        read = [cells for chunk in chunks for cells in _CHUNK.validate_json(chunk)]
    except (ValidationError, FamilyMailWrong) as broken:
        raise RosterUnreadable from broken
    return [RosterRow(*cells[:7], *cells[7], hidden=cells[8], person=cells[9]) for cells in read]
