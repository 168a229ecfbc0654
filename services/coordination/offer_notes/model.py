"""A note for a working group: a sentence of a signal without its company, and signals by month and strength."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from contracts.coordination.training_offer import SignalKind, SignalStrength
from services.coordination.training_signals.model import TrainingSignal

NAMELESS = "[entreprise]"
WORD_MIN = 4
Month = tuple[date, SignalKind, SignalStrength]


def quoted(signal: TrainingSignal) -> str:
    """What was said, without the name of who said it, nor a word of that name written as one."""
    text, name = signal.facts.text, signal.facts.company
    if not name:
        return text
    text = re.sub(re.escape(name), NAMELESS, text, flags=re.IGNORECASE)
    for word in re.findall(rf"\w{{{WORD_MIN},}}", name):
        text = re.sub(
            rf"(?<!\w)(?:{re.escape(word.upper())}|{re.escape(word.capitalize())}|{re.escape(word)})(?!\w)",
            NAMELESS,
            text,
        )
    return re.sub(rf"{re.escape(NAMELESS)}(?:[ -]{re.escape(NAMELESS)})+", NAMELESS, text)


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
