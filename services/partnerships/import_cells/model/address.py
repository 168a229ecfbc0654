"""The commune of a line, which people write in the column of the address as well as in its own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from contracts.identifiers import CommuneCode
from services.partnerships.base.text import place_key, plain

_NUMBER_FIRST = re.compile(r"\(?(\d{2} ?\d{3}|\d{4})\)?[ ,;:/|–—-]++(.+)")
"""A spreadsheet drops the zero that a postcode begins with."""
# Looked for from the number on: what begins with « anything » takes quadratic time on a long cell.
_NUMBER_LAST = re.compile(r"\(?\b(\d{5})\)?\Z")
_TOWN_LAST = (re.compile(r"\(([^()]+)\)\s*\Z"), re.compile(r",([^,()]+)\Z"))
_DEPARTMENT = re.compile(r"(?<=\S) ?\((?:\d{2,3}|2[AB])\)\Z", re.IGNORECASE)
_CEDEX = re.compile(r" cedex\b.*$", re.IGNORECASE)
_IN_ADDRESS = re.compile(r"\b(\d{5})[ ,/|–—-]++([^\d,;]+?(?: cedex\b.*)?)\Z", re.IGNORECASE)
_AFTER = (", france", " - france", " – france", " (france)", "; france")
"""How the country is written after a town of it."""
_BETWEEN = " ,;:/|–—-"
"""What people put between a postcode and a commune."""
_DASHES = (" - ", " – ", " — ")
_FRANCE = frozenset({"", "f", "fr", "france"})


@dataclass(frozen=True)
class Whereabouts:
    """What is left of an address, the postcode and the commune that were found in it."""

    address: str | None
    postcode: str | None
    commune: str | None


def parted_commune(text: str) -> tuple[str | None, str]:
    """The postcode and the name that share a cell (« 82000 Montauban », « Montauban (82000) »)."""
    text = _DEPARTMENT.sub("", _at_home(text), count=1)
    first, last = _NUMBER_FIRST.fullmatch(text), _NUMBER_LAST.search(text, 1)
    if first:
        return first[1].replace(" ", "").zfill(5), _CEDEX.sub("", first[2])
    if last:
        name = text[: last.start()].rstrip(_BETWEEN) or text[0]
        return last[1], _CEDEX.sub("", name)
    return None, _CEDEX.sub("", text)


def drawn_from(address: str, communes: Mapping[str, CommuneCode]) -> Whereabouts:
    """Draw the commune from the end of an address: after its postcode, or a known one after a comma.

    A street named after a commune (« 3 route de Moissac ») says nothing of where it is.
    """
    address = _at_home(address)
    postcode, town = parted_commune(address)
    if place_key(town) in communes:
        return Whereabouts(None, postcode, town)
    numbered = _IN_ADDRESS.search(address)
    if numbered:
        street = address[: numbered.start()].rstrip(_BETWEEN)
        return Whereabouts(street or None, numbered[1], _CEDEX.sub("", numbered[2]))
    street, comma, last = address.rpartition(",")
    if comma and place_key(last) in communes:
        return Whereabouts(street.strip() or None, None, last.strip())
    return Whereabouts(address, None, None)


def _at_home(text: str) -> str:
    """A text without the name of the country at its end."""
    after = next((end for end in _AFTER if text.casefold().endswith(end)), "")
    return text[: len(text) - len(after)].rstrip()


def is_abroad(country: str | None) -> bool:
    """Whether a column of countries says another one than France."""
    return plain(country or "") not in _FRANCE


def town_in_name(name: str, communes: Mapping[str, CommuneCode]) -> tuple[str, str] | None:
    """A name and the town written with it (« Bois Vert (Moissac) », « Bois Vert, Moissac », « Bois Vert - Moissac »).

    A known commune alone: what else stands in brackets is of the name.
    """
    for pattern in _TOWN_LAST:
        found = pattern.search(name)
        if found and found.start() and place_key(parted_commune(found[1])[1]) in communes:
            return name[: found.start()].rstrip(" ,;–-"), found[1].strip()
    for dash in _DASHES:
        before, _, last = name.rpartition(dash)
        if before.strip() and place_key(parted_commune(last)[1]) in communes:
            return before.rstrip(" ,;–-"), last.strip()
    return None
