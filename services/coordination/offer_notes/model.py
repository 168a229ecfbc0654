"""A note for a working group: a sentence of a signal without its company, and signals by month and strength."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from contracts.coordination.training_offer import SignalKind, SignalStrength
from services.coordination.training_signals.model import TrainingSignal

NAMELESS = "[entreprise]"
WORD_MIN = 4
_WORD = re.compile(r"(\w+)")
_HIDDEN = "\ufffc"
"""A character no text of ours holds stands for what is hidden, until all of it is."""
_RUN = re.compile("\ufffc(?:[ -]\ufffc)+")
Month = tuple[date, SignalKind, SignalStrength]


def quoted(signal: TrainingSignal) -> str:
    """What was said, without the name of who said it, nor a word of that name written as one."""
    text, name = signal.facts.text, signal.facts.company
    if not name:
        return text
    spelled = {
        way
        for word in _WORD.findall(name)
        if len(word) >= WORD_MIN
        for way in (word, word.upper(), word.capitalize())
    }
    said = "".join(
        _HIDDEN if part in spelled else part for part in _WORD.split(_without(text, name))
    )
    return _RUN.sub(_HIDDEN, said).replace(_HIDDEN, NAMELESS)


def _without(text: str, name: str) -> str:
    """The text with the whole name hidden where it stands as words, however it is spelled."""
    lowered, wanted = text.lower(), name.lower()
    if len(lowered) != len(text):  # a letter that is two once it is small: as it is written
        lowered, wanted = text, name
    kept, place, found = [], 0, lowered.find(wanted)
    while found >= 0:
        after = found + len(wanted)
        if not text[found - 1 : found].isalnum() and not text[after : after + 1].isalnum():
            kept += [text[place:found], _HIDDEN]
            place = after
        found = lowered.find(wanted, after)
    return "".join([*kept, text[place:]])


def by_month(signals: Sequence[TrainingSignal]) -> Mapping[Month, int]:
    """How many were said in each month, of each kind and strength: the last month first."""
    strengths, kinds = list(SignalStrength), list(SignalKind)
    counted = Counter(
        (one.facts.told_on.replace(day=1), one.facts.kind, one.facts.strength) for one in signals
    )
    return dict(
        sorted(
            counted.items(),
            key=lambda item: (
                -item[0][0].toordinal(),
                kinds.index(item[0][1]),
                -strengths.index(item[0][2]),
            ),
        )
    )
