"""What the size of a circle of a map means: a few circles in a row, each with its figure.

It is one drawing of one measure, whatever the figures: a page that follows is not moved by it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.chassis.reference.maps.lettering import (
    ON_A_CARD,
    ON_A_PAGE,
    Letters,
    figure_text,
    width_of,
)


@dataclass(frozen=True)
class Mark:
    """A circle of a figure, and where that is written."""

    value: int
    radius: float
    x: float
    text_x: float


@dataclass(frozen=True)
class Scale:
    """The row in letters of one size; what is counted is written after the last figure."""

    letters: Letters
    marks: Sequence[Mark]


def scales(sizes: Iterable[tuple[int, float]]) -> Sequence[Scale]:
    """The scale as a row for a page, and for a card or a phone."""
    told = list(sizes)
    return [Scale(letters, _row(told, letters.size)) for letters in (ON_A_PAGE, ON_A_CARD)]


def _row(sizes: Sequence[tuple[int, float]], size: float) -> Sequence[Mark]:
    marks = []
    at = 1.0
    for value, radius in sizes:
        text_x = at + 2 * radius + size / 2
        marks.append(Mark(value, radius, round(at + radius, 1), round(text_x, 1)))
        at = text_x + width_of(figure_text(value), size) + size
    return marks
