"""Figures, their targets, and the table that tells whether they are met."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured value against its target; lower is better."""

    name: str
    value: float
    target: float
    unit: str
    remark: str = ""

    @property
    def met(self) -> bool:
        return self.value <= self.target


def table(figures: Sequence[Figure]) -> str:
    """The figures as aligned text, one a line."""
    rows = [("figure", "measured", "target", "verdict", "remark")]
    rows += [
        (
            figure.name,
            f"{figure.value:.2f} {figure.unit}".strip(),
            f"≤ {figure.target:g} {figure.unit}".strip(),
            "met" if figure.met else "MISSED",
            figure.remark,
        )
        for figure in figures
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def percentile(values: Sequence[float], percent: float) -> float:
    """The value below which that share of the values lies (nearest rank)."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(len(ranked) * percent / 100))]
