"""The lycées beside one another: pupils with and without a place in the periods not over yet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.supervision.coverage.model.coverage import LyceeCoverage

LEGEND = {"agreed": "Lieu d’accueil confirmé", "without": "Sans lieu d’accueil confirmé"}


def by_lycee(lycees: Iterable[LyceeCoverage], today: date) -> list[tuple[str, Mapping[str, int]]]:
    """Figures of each lycée that told any, those most in need first: silence is no zero."""
    rows: list[tuple[str, Mapping[str, int]]] = []
    for lycee in lycees:
        told = [
            cell.counts
            for cell in lycee.cells
            if cell.counts is not None and cell.ends_on is not None and cell.ends_on >= today
        ]
        if told:
            agreed, without = sum(c.host_agreed for c in told), sum(c.without for c in told)
            rows.append((lycee.name, {"agreed": agreed, "without": without}))
    return sorted(rows, key=lambda row: -row[1]["without"])


@dataclass(frozen=True)
class Together:
    """The lycées added up, over the periods not over yet; `kept` names those that are not in it."""

    expected: int
    agreed: int
    kept: tuple[str, ...]


def together(lycees: Sequence[LyceeCoverage], today: date) -> Together:
    """What the DSDEN reads of all lycées: a sum says who is missing from it."""
    rows = by_lycee(lycees, today)
    agreed = sum(figures["agreed"] for _, figures in rows)
    without = sum(figures["without"] for _, figures in rows)
    kept = (
        lycee.name
        for lycee in lycees
        if any(c.withheld and (c.ends_on is None or c.ends_on >= today) for c in lycee.cells)
    )
    return Together(agreed + without, agreed, tuple(kept))
