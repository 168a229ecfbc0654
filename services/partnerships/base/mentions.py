"""Whether texts name somebody: without accents nor case, by whole words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from services.partnerships.base.text import plain

LETTERS_MIN = 3
"""A shorter word, such as a particle, names nobody by itself."""
PHONE_DIGITS = 9
"""What a French number is told from others by, however its beginning is written."""


@dataclass(frozen=True)
class Named:
    """Somebody a text may name; `last` is the whole name when nobody knows which part is which."""

    last: str
    first: str = ""
    mail: str | None = None
    phone: str | None = None

    @property
    def words(self) -> list[str]:
        """What a note is found by: the parts of the last name."""
        parts = plain(self.last).split()
        return [part for part in parts if len(part) >= LETTERS_MIN] or parts

    @property
    def digits(self) -> str | None:
        """The end of the phone number, by which a text has it however it is written."""
        digits = re.sub(r"\D", "", self.phone or "")[-PHONE_DIGITS:]
        return digits if len(digits) == PHONE_DIGITS else None

    def is_in(self, text: str) -> bool:
        """Whether the last name, a word of it, the address or the number is there."""
        words = set(plain(text).split())
        return any(word in words for word in self.words) or self._is_reached_by(text)

    def is_whole_in(self, text: str) -> bool:
        """Whether first and last name stand side by side, in either order."""
        bare = f" {plain(text)} "
        last, first = plain(self.last), plain(self.first)
        if not first:
            turned = " ".join(reversed(last.split()))
            return f" {last} " in bare or f" {turned} " in bare
        return f" {last} {first} " in bare or f" {first} {last} " in bare

    def is_spread_over(self, text: str) -> bool:
        """Whether every word of the name is somewhere, as in the cells of a file read as bytes."""
        words = set(plain(text).split())
        wanted = self.words
        return bool(wanted) and all(word in words for word in wanted)

    def is_told_by(self, cells: Iterable[str]) -> bool:
        """Whether a line of a list is about this person: their name, address or number is there."""
        return any(self.is_whole_in(cell) or self._is_reached_by(cell) for cell in cells)

    def _is_reached_by(self, cell: str) -> bool:
        if self.mail and self.mail.casefold() in cell.casefold():
            return True
        return bool(self.digits) and str(self.digits) in re.sub(r"\D", "", cell)
