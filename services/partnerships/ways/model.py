"""How a lycée came to a company (apportée par), and through whom it goes (passer par)."""

from dataclasses import dataclass

from contracts.identifiers import Uai


@dataclass(frozen=True)
class Way:
    """What one lycée says of its way to a company: colleagues, in its own words."""

    uai: Uai
    brought_by: str | None = None
    through: str | None = None
