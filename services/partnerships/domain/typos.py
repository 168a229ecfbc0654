"""One slip in a word: a letter too many, missing, another one, or two that changed places."""

from collections.abc import Iterator
from string import ascii_lowercase, digits

LETTERS_MIN = 4
"""A shorter word is one slip away from too many others."""
_TYPED = ascii_lowercase + digits


def one_slip_away(word: str) -> frozenset[str]:
    """Every word this one may have been meant for; none for a number, which is not guessed."""
    if len(word) < LETTERS_MIN or not word.isalpha():
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
