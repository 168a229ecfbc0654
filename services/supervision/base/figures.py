"""Figures (chiffres): a count, a part of a whole, or why there is none."""

from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """How its figure is written."""

    COUNT = "nombre"
    PERCENT = "%"
    EUROS = "€"
    DAYS = "jours"


@dataclass(frozen=True)
class Figure:
    """A count, or a part of a whole when there is a denominator."""

    numerator: int
    denominator: int | None = None
    at_least: bool = False
    """Whether it may be more by now: what is told in steps, so that two totals tell of nobody alone."""

    def __add__(self, other: "Figure") -> "Figure":
        whole = None
        if self.denominator is not None or other.denominator is not None:
            whole = (self.denominator or 0) + (other.denominator or 0)
        at_least = self.at_least or other.at_least
        return Figure(self.numerator + other.numerator, whole, at_least)

    @property
    def percent(self) -> float | None:
        """Percent of the whole, one decimal; None of nobody: 0 of 0 is not 0 %."""
        if not self.denominator:
            return None
        return round(100 * self.numerator / self.denominator, 1)


class Untold(StrEnum):
    """Why a lycée has no figure; none of these is a zero."""

    WITHHELD = "Non publié"
    SILENT = "Aucune donnée"
    UNTOLD = "Non publié à ce jour"
    """The lycée is heard of, and no event told this figure yet."""
    TOO_FEW = "Trop peu pour être dit"
    """The lycée told that there are too few companies, or pupils, for a total."""
    TODAY = "Connu à ce jour seulement"
    DEPARTMENT = "Du département seul"
    """It is counted of the department, and of no lycée."""
    NOTHING = "–"
    """Nobody is counted yet: no departure, no class."""


Told = Figure | Untold
Count = int | Untold
"""A count some event told, zero included, or why there is none."""


def figure(count: Count) -> Told:
    """The figure of a count."""
    return count if isinstance(count, Untold) else Figure(count)


def floor(count: Count) -> Told:
    """The figure of a total that is told in steps: at least so much, save none."""
    return count if isinstance(count, Untold) else Figure(count, at_least=count > 0)


def few_or(count: int | None) -> Count:
    """What was told of a total: the count, or that it is of too few."""
    return Untold.TOO_FEW if count is None else count
