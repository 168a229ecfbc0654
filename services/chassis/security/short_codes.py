"""Short codes of personal links, for who has paper and no camera: typed by hand, stored nowhere.

Three groups of five: a letter for the kind of link, the number of the lycée, and nine signs derived
from the row like the link itself (45 bits). No sign looks like another one (Crockford's alphabet).
"""

from dataclasses import dataclass

from contracts.identifiers import Uai

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SECRET_SIGNS = 9
_BITS = 5
SECRET_MASK = (1 << _BITS * SECRET_SIGNS) - 1
_UAI_SIGNS, _GROUP = 5, 5
_LENGTH = 1 + _UAI_SIGNS + SECRET_SIGNS
_TYPED_FOR = str.maketrans({"O": "0", "I": "1", "L": "1"})


@dataclass(frozen=True)
class TypedCode:
    """What somebody typed, taken apart; nothing says so far that it opens anything."""

    letter: str
    uai: Uai
    secret: str


def signs(number: int, count: int) -> str:
    """The lowest bits of a number as that many signs."""
    return "".join(
        ALPHABET[number >> (_BITS * rank) & (len(ALPHABET) - 1)] for rank in reversed(range(count))
    )


def number(signs_typed: str) -> int:
    """The number that some signs are."""
    found = 0
    for sign in signs_typed:
        found = found * len(ALPHABET) + ALPHABET.index(sign)
    return found


def written(letter: str, uai: Uai, secret: str) -> str:
    """The code as it is printed."""
    whole = letter + signs(int(uai[:7]), _UAI_SIGNS) + secret
    return "-".join(whole[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def read(typed: str) -> TypedCode | None:
    """Take a typed code apart, however it was spaced or spelt; None when it cannot be one."""
    bare = "".join(sign for sign in typed.upper() if sign.isalnum()).translate(_TYPED_FOR)
    if len(bare) != _LENGTH or set(bare[1:]) - set(ALPHABET):
        return None
    digits = f"{number(bare[1 : 1 + _UAI_SIGNS]):07d}"
    if len(digits) != len("0820032"):
        return None
    return TypedCode(bare[0], Uai.numbered(digits), bare[1 + _UAI_SIGNS :])
