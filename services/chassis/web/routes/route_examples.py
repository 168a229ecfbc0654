"""What people who write programs read about a route of the API, in French, with real examples."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

FOR_ALL: Mapping[str, str] = {
    "after": "La suite de la page d’avant\u00a0: ce que sa réponse dit dans «\u00a0after\u00a0».",
    "command_id": (
        "Identifiant que le programme tire au sort pour cette commande (UUID)\u00a0: la même, envoyée "
        "deux fois, n’est faite qu’une fois."
    ),
    "id": "Identifiant de ce qui a été fait ou changé.",
    "uai": "Numéro UAI du lycée\u00a0; inutile quand le jeton n’en a qu’un.",
    "version": (
        "Version de ce qui est changé, telle qu’elle a été lue\u00a0: si quelqu’un l’a changé entre-temps, "
        "rien n’est écrit (409)."
    ),
}
"""What parameters and fields of several services are."""


@dataclass(frozen=True)
class Described:
    """One route; a test holds its examples to what the route takes and answers."""

    summary: str
    answer: Any
    """An answer, as JSON."""
    details: str = ""
    asked: Mapping[str, str] = field(default_factory=dict)
    """Values of the parameters in the address."""
    body: Mapping[str, Any] | None = None
    """What is sent."""


@dataclass(frozen=True)
class Api:
    """What the API of a service is for, and what its words mean, by the name of a field, or by the
    schema and the field where a name is two things; a list of codes by the name of its schema.
    """

    about: str
    words: Mapping[str, str]

    def word(self, schema: str, name: str) -> str:
        """What a field is; nothing where nobody said it."""
        for key in (f"{schema}.{name}", name):
            if key in self.words:
                return self.words[key]
        return FOR_ALL.get(name, "")
