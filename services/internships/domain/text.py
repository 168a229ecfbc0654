"""Words as they are compared: no accent, no case, no punctuation."""

import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"})


def plain(text: str) -> str:
    """Reduce a text to its bare words: « Élodie  LE-GOFF » and « elodie le goff » are the same."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    letters = (c for c in decomposed if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in letters).casefold().split())
