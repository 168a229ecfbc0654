"""What is typed to find something, and the words things are found by: compared from their beginning."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from contracts.words import first_words
from services.partnerships.base.text import plain

_FRENCH_ABROAD = re.compile(r"00330?(\d{9})")
"""A French number as it is called from elsewhere, « (0) » left in or not."""
_POINTED_CODE = re.compile(r"\b(\d\d)\.(\d\d)\s?([A-Za-z])\b")
"""An activity as the register writes it, « 43.21A »."""
_LITTLE = frozenset(
    [
        "a",
        "au",
        "aux",
        "d",
        "de",
        "des",
        "du",
        "en",
        "et",
        "l",
        "la",
        "le",
        "les",
        "ou",
        "pour",
        "sur",
    ]
)


@dataclass(frozen=True)
class Wanted:
    """A word that is looked for among companies, and what else answers to it."""

    word: str
    exact: tuple[str, ...] = ()
    """Whole words that will do: activities called so, or what was meant by a slip."""
    hosts: tuple[UUID, ...] = ()
    """Companies that will do, whatever their words."""


def company_words_in(text: str) -> Sequence[str]:
    """The words to look for among companies: « à », « de » say nothing beside another one."""
    words = search_words(_POINTED_CODE.sub(r"\1\2\3", text))
    return [word for word in words if word not in _LITTLE] or words


def search_words(text: str) -> Sequence[str]:
    """The words to look for, eight at most; a number typed with spaces is one word, a mail too."""
    if "@" in text:
        return first_words(word for piece in text.split() for word in _pieces(piece))
    words = plain(text).split()
    joined = "".join(words)
    if not joined.isdigit():
        return first_words(words)
    abroad = text.lstrip().startswith("+")
    return [_at_home(f"00{joined}" if abroad else joined)]


def phone_word(number: str | None) -> str | None:
    """A phone as people type it: « +33536490000 » is found by 0536490000."""
    if not number:
        return None
    digits = "".join(one for one in number if one.isdigit())
    return _at_home(f"00{digits}" if number.startswith("+") else digits)


def mail_word(mail: str | None) -> str | None:
    """A mail as one word, the same whoever writes it."""
    return mail.strip().casefold() if mail else None


def _pieces(piece: str) -> Sequence[str]:
    return [piece.casefold()] if "@" in piece else plain(piece).split()


def _at_home(digits: str) -> str:
    french = _FRENCH_ABROAD.fullmatch(digits)
    return f"0{french[1]}" if french else digits
