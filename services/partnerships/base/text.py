"""Words as they are compared: no accent, no case, no punctuation, no legal form."""

from contracts.words import place_key, plain

__all__ = ["name_key", "place_key", "plain", "squeezed"]

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


def name_key(name: str) -> str:
    """What two spellings of one company's name have in common (« SARL Dupont » and « Dupont »)."""
    words = plain(name).split()
    return " ".join(word for word in words if word not in _LEGAL_FORMS) or " ".join(words)


def squeezed(text: str | None) -> str | None:
    """A text on one line without needless spaces, None when nothing is left."""
    return " ".join(text.split()) or None if text else None
