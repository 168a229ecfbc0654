"""A commune as people type it: by its name, its postcode, or both; one of elsewhere stays as it is typed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from contracts.elision import elided
from contracts.identifiers import CommuneCode
from contracts.words import place_key
from services.chassis.reference.nomenclatures.lists import GIVEN, Lists, postal_department

LIKENESS = 0.85
"""From what likeness to a commune of the département a name is taken for a slip."""
NAMES_TOLD = 6
CHARACTERS_MAX = 120
_INSEE = re.compile(r"^(?:.*\()?INSEE\s*(\w+)\)?$", re.IGNORECASE)
_NUMBER_FIRST = re.compile(r"\d{5}\b")
_NUMBER_LAST = re.compile(r"\b(\d{5})\)?$")
_CEDEX = re.compile(r" cedex( \d+)?$", re.IGNORECASE)


class UnknownTown(ValueError):
    """A town of which it cannot be told which commune is meant; the message says what to write, in French."""


@dataclass(frozen=True)
class Town:
    """The commune that was meant, or else the name it was given; a postcode that came with it."""

    commune: CommuneCode | None = None
    locality: str | None = None
    postcode: str | None = None


def understand(typed: str, postcode: str | None = None) -> Town:
    """The commune somebody means; `postcode` is what they typed beside. Raises UnknownTown.

    A name alone is of the département. One of elsewhere comes with its postcode, or with what is
    between parentheses (« Gérone (Espagne) »); where its code is not known it is kept as typed.
    """
    said = " ".join(typed.split())
    if len(said) > CHARACTERS_MAX:
        raise UnknownTown(f"Écrivez au plus {CHARACTERS_MAX} caractères.")
    if (insee := _INSEE.match(said)) is not None:
        return Town(_coded(insee[1]))
    number, name = _parted(said)
    if not name:
        return _numbered(number)
    if not number and name.endswith(")"):
        return Town(locality=name)
    if number and postcode and number != postcode:
        raise UnknownTown(
            f"Le code postal {number} n’est pas celui du champ «\u00a0Code postal\u00a0» "
            f"({postcode})\u202f: gardez le bon."
        )
    return _named(_CEDEX.sub("", name), number, postcode)


def meant_by(typed: str | None) -> Town:
    """The town meant where nobody can be asked again: what cannot be told stays as it was typed."""
    try:
        return understand(typed) if typed else Town()
    except UnknownTown:
        return Town(locality=typed)


def town_text(commune: str | None, locality: str | None, postcode: str | None = None) -> str:
    """How a commune is written so that it is understood again."""
    lists = GIVEN.in_force()
    if commune is None:
        outside = postcode and postal_department(postcode) not in lists.prefixes
        bare = locality and not (locality.endswith(")") or _parted(locality)[0])
        return f"{postcode} {locality}" if outside and bare else locality or ""
    name = lists.commune_names.get(commune)
    if name is None:
        return f"INSEE {commune}"
    if commune in lists.communes and list(lists.called(place_key(name))) == [commune]:
        return name
    return f"{name} (INSEE {commune})"


def _coded(text: str) -> CommuneCode:
    try:
        return CommuneCode(text)
    except ValueError as wrong:
        raise UnknownTown(str(wrong)) from None


def _parted(said: str) -> tuple[str, str]:
    """The postcode and the name, either of which may be missing."""
    if (first := _NUMBER_FIRST.match(said)) is not None:
        return first[0], said[first.end() :].lstrip(" ,")
    if (last := _NUMBER_LAST.search(said)) is not None:
        return last[1], said[: last.start()].rstrip(" ,(")
    return "", said


def _numbered(number: str) -> Town:
    """By a postcode alone, or the INSEE code of a commune where it is no postcode."""
    lists = GIVEN.in_force()
    codes = lists.at(number)
    codes = [code for code in codes if code in lists.communes] or codes
    if len(codes) == 1:
        return Town(CommuneCode(codes[0]), postcode=number)
    if codes:
        raise UnknownTown(
            f"Le code postal {number} est celui de plusieurs communes\u202f: écrivez "
            f"{_either(lists, codes)}"
        )
    if number in lists.commune_names:
        return Town(CommuneCode(number))
    raise UnknownTown(
        f"Aucune commune connue n’a le code postal {number}\u202f: vérifiez-le, ou écrivez aussi le "
        "nom, par exemple «\u00a047000 Agen\u00a0»."
    )


def _named(name: str, number: str, postcode: str | None) -> Town:
    lists = GIVEN.in_force()
    key, at = place_key(name), number or postcode
    if not any(letter.isalpha() for letter in key):
        raise UnknownTown(
            "Écrivez le nom de la commune, ou les 5\u00a0chiffres de son code postal."
        )
    here = lists.called(key)
    if number and len(here) > 1:
        here = [code for code in here if number in lists.postcodes.get(code, ())] or here
    if at and postal_department(at) not in lists.prefixes and not set(here) & set(lists.at(at)):
        return _outside(lists, name, here, number, at)
    if len(here) == 1:
        return Town(CommuneCode(here[0]), postcode=number or None)
    if here:
        raise UnknownTown(
            f"Plusieurs communes s’appellent {name}\u202f: écrivez aussi le code postal."
        )
    if at and (codes := lists.at(at)):
        raise UnknownTown(
            f"Le code postal {at} n’est pas celui {elided(name)}\u202f: écrivez {_either(lists, codes)}"
        )
    alike = get_close_matches(key, lists.keys, n=1, cutoff=LIKENESS)
    if alike:
        raise UnknownTown(
            f"Commune inconnue\u202f: écrivez {lists.keys[alike[0]]}, ou, si c’est une autre, son code "
            "postal avec son nom, par exemple «\u00a047000 Agen\u00a0»."
        )
    return Town(locality=name, postcode=number or None)


def _outside(lists: Lists, name: str, here: Sequence[str], number: str, at: str) -> Town:
    """A commune of another département, by a postcode of there."""
    if here and not number:
        raise UnknownTown(
            f"Le code postal {at} n’est pas celui {elided(name)}\u202f: corrigez-le, ou écrivez «\u00a0{at} "
            f"{name}\u00a0» si c’est une commune d’un autre département."
        )
    codes = lists.elsewhere(place_key(name), at)
    commune = CommuneCode(codes[0]) if len(codes) == 1 else None
    return Town(commune, None if commune else name, number or None)


def _either(lists: Lists, codes: Sequence[str]) -> str:
    names = sorted(lists.commune_names.get(code, code) for code in codes)
    *others, last = names[:NAMES_TOLD]
    end = "…" if len(names) > NAMES_TOLD else "."
    return f"{', '.join(others)} ou {last}{end}" if others else f"{last}{end}"
