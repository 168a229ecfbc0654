"""Activities by the words they are called by: a company has its code among its words, not its label.

So a label that changes, or another word for a trade, is found at once, and no company is written anew.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence

from contracts.words import one_slip_away, plain
from services.chassis.reference.nomenclatures import activity_labels
from services.partnerships.activities.model.sectors import SECTIONS, divisions
from services.partnerships.activities.model.trades import TRADES

LETTERS_MIN = 3
_CODE = re.compile(r"\d{4}[a-z]")


def activity_word(naf: str) -> str:
    """The word a company of this activity has; nobody types a space inside one."""
    return f"naf {_bare(naf)}"


def activities_called(word: str) -> tuple[str, ...]:
    """The activities with a word that begins so, in the singular too, or with this code."""
    if _CODE.fullmatch(word):
        return (f"naf {word}",)
    if len(word) < LETTERS_MIN:
        return ()
    singular = word[:-1] if word[-1] in "sx" and len(word) > LETTERS_MIN else word
    return _CALLED.in_force().beginning(word) or _CALLED.in_force().beginning(singular)


def index_activities() -> None:
    """Make the index of their words: otherwise the first search makes it, and holds everybody up."""
    _CALLED.in_force()


def activities_nearly_called(word: str) -> tuple[str, ...]:
    """The activities with a word that is one slip away."""
    called = _CALLED.in_force().codes
    found = {code for other in one_slip_away(word) for code in called.get(other, ())}
    return tuple(sorted(found))


class _Called:
    """Codes by each word of their label, of their section and of the trades they are."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        self.labels = labels
        codes: dict[str, set[str]] = defaultdict(set)
        for naf, label in labels.items():
            for word in f"{plain(label)} {_besides(_bare(naf))}".split():
                codes[word].add(activity_word(naf))
        self.codes: Mapping[str, set[str]] = codes
        self._words: Sequence[str] = sorted(codes)

    def beginning(self, start: str) -> tuple[str, ...]:
        """Activities with a word that begins so."""
        found: set[str] = set()
        for word in self._words[bisect_left(self._words, start) :]:
            if not word.startswith(start):
                break
            found |= self.codes[word]
        return tuple(sorted(found))


class _Kept:
    """Read again when this installation is given a newer list."""

    def __init__(self) -> None:
        self._called: _Called | None = None

    def in_force(self) -> _Called:
        labels = activity_labels()
        if self._called is None or self._called.labels is not labels:
            self._called = _Called(labels)
        return self._called


_CALLED = _Kept()
_SECTIONS = {
    division: plain(label)
    for letter, (_, _, label) in SECTIONS.items()
    for division in divisions(letter)
}


def _besides(code: str) -> str:
    trades = (words for start, words in TRADES.items() if code.startswith(start.lower()))
    return f"{_SECTIONS.get(code[:2], '')} {plain(' '.join(trades))}"


def _bare(naf: str) -> str:
    return naf.replace(".", "").lower()
