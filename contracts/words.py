"""Words as every service compares them: no accent, no case, no punctuation."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from string import ascii_lowercase, digits

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"})
_BETWEEN_WORDS = re.compile(r"[\W_]+")
_COMBINING = "\u0300"
"""No character before it combines with another one."""
SOUGHT_MAX = 8
"""Different words of one search: a search for hundreds holds the database for everybody."""
SLIP_LETTERS_MIN = 4
SLIP_LETTERS_MAX = 30
"""Seventy words are tried for each letter, each as long: no name or trade is longer."""
"""A shorter word is one slip away from too many others."""
_TYPED = ascii_lowercase + digits
_ABBREVIATIONS = {"st": "saint", "ste": "sainte"}


def plain(text: str) -> str:
    """Reduce a text to its bare words: « Élodie  LE-GOFF » and « elodie le goff » are the same."""
    words = text.translate(_LIGATURES)
    if not words.isascii():
        decomposed = unicodedata.normalize("NFKD", words)
        words = "".join(c for c in decomposed if c < _COMBINING or not unicodedata.combining(c))
    return _BETWEEN_WORDS.sub(" ", words).strip().casefold()


def first_words(words: Iterable[str]) -> list[str]:
    """The words a search looks for: the first eight different ones."""
    return list(dict.fromkeys(words))[:SOUGHT_MAX]


def leaves_words_out(text: str) -> bool:
    """Whether a search for this text does not look for all of it; a number is one word, a mail too."""
    bare = plain(text)
    if bare.replace(" ", "").isdigit():
        return False
    pieces = [[piece] if "@" in piece else plain(piece).split() for piece in text.split()]
    return len({word for words in pieces for word in words}) > SOUGHT_MAX


def place_key(place: str) -> str:
    """What two spellings of one commune's name have in common (« St-Porquier »)."""
    return " ".join(_ABBREVIATIONS.get(word, word) for word in plain(place).split())


def one_slip_away(word: str) -> frozenset[str]:
    """Every word this one may have been meant for; none for a number, nor for a very long one.

    A letter too many, missing, another one, or two that changed places.
    """
    if not SLIP_LETTERS_MIN <= len(word) <= SLIP_LETTERS_MAX or not word.isalpha():
        return frozenset()
    return frozenset(_slips(word)) - {word}


def _slips(word: str) -> Iterator[str]:
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        for letter in _TYPED:
            yield before + letter + after
            yield before + letter + after[1:]
        yield before + after[1:]
        yield before + after[1:2] + after[:1] + after[2:]
