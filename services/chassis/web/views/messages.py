"""What to do about a refused value, in French: each sentence tells how to mend it."""

from collections.abc import Mapping
from typing import Any

ONE_VALUE = "Ce champ ne prend qu’une valeur."
UNEXPECTED = "Ce champ n’est pas attendu ici."
_SENTENCES = {
    "missing": "Ce champ est obligatoire.",
    "string_too_short": "Écrivez au moins {min_length} caractères.",
    "string_too_long": "Écrivez au plus {max_length} caractères.",
    "too_short": "Choisissez au moins {min_length} valeur.",
    "too_long": "Choisissez au plus {max_length} valeurs.",
    "greater_than_equal": "Indiquez un nombre à partir de {ge}.",
    "greater_than": "Indiquez un nombre plus grand que {gt}.",
    "less_than_equal": "Indiquez un nombre jusqu’à {le}.",
    "less_than": "Indiquez un nombre plus petit que {lt}.",
    "string_type": ONE_VALUE,
    "extra_forbidden": UNEXPECTED,
    "string_pattern_mismatch": "Cette valeur n’a pas la forme attendue.",
}
HOUR = "Indiquez une heure, par exemple 14:30."
_FAMILIES = {
    "date": "Indiquez une date qui existe, par exemple 24/11/2026.",
    "datetime": "Indiquez une date et une heure, par exemple 24/11/2026 14:30.",
    "time": HOUR,
    "int": "Indiquez un nombre entier.",
    "uuid": "Choisissez une valeur de la liste.",
    "enum": "Choisissez une valeur de la liste.",
    "literal": "Choisissez une valeur de la liste.",
    "bool": "Choisissez oui ou non.",
    "is": "Choisissez un fichier.",
}
_OTHERWISE = "Cette valeur n’est pas reconnue\u202f: vérifiez-la."


def message_of(problem: Mapping[str, Any]) -> str:
    """The sentence for one error of pydantic."""
    kind = str(problem["type"])
    if kind == "value_error":
        # Our own value types say in French what to do; pydantic only puts a prefix before.
        return str(problem["msg"]).removeprefix("Value error, ")
    if kind in _SENTENCES:
        return _SENTENCES[kind].format(**problem.get("ctx", {}))
    return _FAMILIES.get(kind.partition("_")[0], _OTHERWISE)
