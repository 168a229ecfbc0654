"""Words as they are compared: no accent, no case, no punctuation, no legal form."""

import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"})
_LEGAL_FORMS = frozenset(
    [
        "sarl",
        "sas",
        "sasu",
        "sa",
        "eurl",
        "sci",
        "scop",
        "snc",
        "scea",
        "gaec",
        "earl",
        "eirl",
        "ei",
        "ets",
        "etablissements",
        "societe",
    ]
)
_ABBREVIATIONS = {"st": "saint", "ste": "sainte"}


def plain(text: str) -> str:
    """Reduce a text to its bare words: « Élodie  LE-GOFF » and « elodie le goff » are the same."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    letters = (c for c in decomposed if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in letters).casefold().split())


def name_key(name: str) -> str:
    """What two spellings of one company's name have in common (« SARL Dupont » and « Dupont »)."""
    words = plain(name).split()
    return " ".join(word for word in words if word not in _LEGAL_FORMS) or " ".join(words)


def place_key(place: str) -> str:
    """What two spellings of one commune's name have in common (« St-Porquier »)."""
    return " ".join(_ABBREVIATIONS.get(word, word) for word in plain(place).split())


def squeezed(text: str | None) -> str | None:
    """A text on one line without needless spaces, None when nothing is left."""
    return " ".join(text.split()) or None if text else None
