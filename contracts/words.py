"""Words as every service compares them: no accent, no case, no punctuation."""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"})
_BETWEEN_WORDS = re.compile(r"[\W_]+")
_COMBINING = "\u0300"
"""No character before it combines with another one."""
_ABBREVIATIONS = {"st": "saint", "ste": "sainte"}


def plain(text: str) -> str:
    """Reduce a text to its bare words: « Élodie  LE-GOFF » and « elodie le goff » are the same."""
    words = text.translate(_LIGATURES)
    if not words.isascii():
        decomposed = unicodedata.normalize("NFKD", words)
        words = "".join(c for c in decomposed if c < _COMBINING or not unicodedata.combining(c))
    return _BETWEEN_WORDS.sub(" ", words).strip().casefold()


def place_key(place: str) -> str:
    """What two spellings of one commune's name have in common (« St-Porquier »)."""
    return " ".join(_ABBREVIATIONS.get(word, word) for word in plain(place).split())
