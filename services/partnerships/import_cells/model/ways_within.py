"""Phones and mails written in a cell of something else: a name, a person, one in the place of the other."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from services.partnerships.base.text import plain
from services.partnerships.import_cells.model.cells import mails_in

_LABEL = r"(?:\b(?:t[ée]l(?:[ée]phone)?|port(?:able)?|mob(?:ile)?|fixe|mail|courriel|e-?mail)\b[ .]?[ ]?:?[ ]?)?"
_PHONE = re.compile(
    _LABEL + r"(?<![\d+])((?:\+33|0033|0)[ .]?(?:\(0\)[ .]?)?[1-9](?:[ ./_-]?\d{2}){4})(?!\d)",
    re.IGNORECASE,
)
_MAIL = re.compile(_LABEL + r"(?:mailto:)?[^\s,;<>()\"'/:]+@[^\s,;<>()\"'/]+", re.IGNORECASE)
_EMPTY = re.compile(r"[(<\[]\s*[)>\]]")
_EDGES = " \t,;:/|–—-"


@dataclass(frozen=True)
class Within:
    """What is left of a text, and the ways to reach somebody that were in it."""

    text: str
    phones: Sequence[str]
    mails: Sequence[str]


def ways_within(text: str) -> Within:
    """Take phones and mails out of a text; what is left may be nothing."""
    mails = mails_in(text) if "@" in text else []
    left = _MAIL.sub(" ", text) if mails else text
    phones = [found[1] for found in _PHONE.finditer(left)]
    left = _PHONE.sub(" ", left) if phones else left
    if not mails and not phones:
        return Within(text, (), ())
    lines = (" ".join(_EMPTY.sub(" ", line).split()).strip(_EDGES) for line in left.splitlines())
    return Within("\n".join(line for line in lines if plain(line)), phones, mails)
