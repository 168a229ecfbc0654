"""Where the names and figures of a map are written: over no other one, no circle, within the frame.

A drawing cannot measure letters, so that room is kept for those of a wide type; and it is drawn as
wide as its place, so that what is written on it is placed twice: for a page, for a card or a phone.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

NARROW_LETTERS, BROAD_LETTERS = frozenset("fijlrt '’-()"), frozenset("mwœ")
NARROW, BROAD, CAPITAL, USUAL = 0.4, 0.99, 0.73, 0.635
"""How wide letters are, of their size: those of DejaVu Sans and Verdana, wider than most."""
DIGIT, DIGIT_HEIGHT = 0.7, 0.74
LINE = 1.2
APART = 2.0
"""Between a circle and what is written beside it, and around that."""
NEAR = 0.75
"""Of their size, how far letters stay from a circle they are not of, where they can."""
TRIED = 3
"""How many of the largest are tried for each name there may be: a drawing is made in a moment."""
ROW = 24
ASIDE = (1 / 6, 1 / 3)
"""Of its length, how far a name under or above a circle is moved."""
CORNERS = ((1, 1), (1, -1), (-1, 1), (-1, -1))
ON_THE_CIRCLE = math.sqrt(0.5)

Circle = tuple[float, float, float]
"""Middle and radius."""


@dataclass(frozen=True)
class Spot:
    """One commune with a figure; `radius` is that of its circle, `step` how dark its outline is drawn."""

    code: str
    name: str
    value: int
    x: float
    y: float
    radius: float
    step: int
    path: str = ""


@dataclass(frozen=True)
class Letters:
    """How large letters are in the drawing, and how many names it has at most."""

    place: str
    size: float
    names_max: int


# On the screen 11 px or more: where charts.css changes from the one to the other, a drawing is 480 px
# wide; the card of a home page is 300.
ON_A_PAGE = Letters("page", 16, 40)
ON_A_CARD = Letters("card", 25, 10)


class Box(NamedTuple):
    """Room in the drawing."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether they have a place in common."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def meets_circle(self, x: float, y: float, radius: float) -> bool:
        """Whether a part of that circle is in it."""
        beside = self.left - x if x < self.left else x - self.right if x > self.right else 0.0
        above = self.top - y if y < self.top else y - self.bottom if y > self.bottom else 0.0
        return beside * beside + above * above < radius * radius

    def holds(self, other: "Box") -> bool:
        """Whether all of another box is in this one."""
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.top <= other.top
            and other.bottom <= self.bottom
        )


class Written(NamedTuple):
    """A name or a figure, its middle, and the room it was given."""

    text: str
    x: float
    y: float
    box: Box


@dataclass(frozen=True)
class Lettering:
    """All that is written on a map in letters of one size."""

    letters: Letters
    figures: Sequence[Written]
    names: Sequence[Written]


def letter(
    spots: Sequence[Spot], frame: Box, letters: Letters, rings: Sequence[Circle] = ()
) -> Lettering:
    """Write what there is room for, over no ring; `spots` are the largest first, as they are drawn."""
    sheet = _Sheet(spots, frame, letters, rings)
    figures: list[Written] = []
    names: list[Written] = []
    for place, spot in enumerate(spots):
        figure = sheet.figure(spot, spots[place + 1 :])
        figures += [figure] if figure else []
        if len(names) < letters.names_max and place < TRIED * letters.names_max:
            name = sheet.name(spot, figure)
            names += [name] if name else []
    return Lettering(letters, figures, names)


class _Sheet:
    """A map on which figures and names are written one after another.

    What is in the way is kept by rows, so that only what is near is looked at.
    """

    def __init__(
        self, spots: Sequence[Spot], frame: Box, letters: Letters, rings: Sequence[Circle]
    ) -> None:
        self._frame = frame
        self._size = letters.size
        self._circles: dict[int, list[Circle]] = defaultdict(list)
        self._taken: dict[int, list[Box]] = defaultdict(list)
        circles = {(spot.x, spot.y, spot.radius) for spot in spots if spot.radius}
        for x, y, radius in sorted(circles | set(rings)):
            for row in _rows(_around(x, y, 2 * radius, 2 * radius)):
                self._circles[row].append((x, y, radius))

    def figure(self, spot: Spot, smaller: Sequence[Spot]) -> Written | None:
        """Its figure, where its circle has room for it and no smaller circle lies over it."""
        text = figure_text(spot.value)
        wide = DIGIT * self._size * len(text)
        high = (DIGIT_HEIGHT if spot.radius else 1) * self._size
        if spot.radius and math.hypot(wide, high) / 2 > spot.radius:
            return None
        box = _around(spot.x, spot.y, wide, high)
        if spot.radius and any(
            box.meets_circle(one.x, one.y, one.radius)
            for one in smaller
            if abs(one.x - spot.x) < one.radius + wide
        ):
            return None
        return _written(text, box) if self._frame.holds(box) and self._takes(box) else None

    def name(self, spot: Spot, figure: Written | None) -> Written | None:
        """Its name, with the figure that is not written already, at the first free place."""
        text = spot.name if figure else f"{spot.name} ({figure_text(spot.value)})"
        wide, high = width_of(text, self._size) + 2 * APART, LINE * self._size
        doubtful: list[Box] = []
        for x, y in _beside(spot, figure, wide, high):
            box = _around(x, y, wide, high)
            if not self._frame.holds(box) or not self._clear_of_circles(box):
                continue
            if self._is_for_another(box, spot):
                doubtful.append(box)
            elif self._takes(box):
                return _written(text, box)
        found = next((box for box in doubtful if self._takes(box)), None)
        return _written(text, found) if found else None

    def _clear_of_circles(self, box: Box, but: Circle | None = None) -> bool:
        for row in _rows(box):
            for circle in self._circles.get(row, ()):
                if circle != but and box.meets_circle(*circle):
                    return False
        return True

    def _is_for_another(self, box: Box, spot: Spot) -> bool:
        """Whether a name would lie beside another circle, and be read as that one's."""
        aside, above = NEAR * self._size, NEAR * self._size / 3
        around = Box(box.left - aside, box.top - above, box.right + aside, box.bottom + above)
        return not self._clear_of_circles(around, (spot.x, spot.y, spot.radius))

    def _takes(self, box: Box) -> bool:
        """Whether there was room, which is taken from now on."""
        rows = _rows(box)
        for row in rows:
            for other in self._taken.get(row, ()):
                if box.meets(other):
                    return False
        for row in rows:
            self._taken[row].append(box)
        return True


def _rows(box: Box) -> range:
    return range(int(box.top // ROW), int(box.bottom // ROW) + 1)


def _beside(
    spot: Spot, figure: Written | None, wide: float, high: float
) -> Iterator[tuple[float, float]]:
    """The middles a name may have: under, above, right, left, not quite under or above, at the corners."""
    across = down = spot.radius
    if not spot.radius:
        if figure is None:
            yield spot.x, spot.y
            return
        across, down = figure.box.right - spot.x, figure.box.bottom - spot.y
    across, down = across + APART, down + APART
    for low in (1, -1):
        yield spot.x, spot.y + low * (down + high / 2)
    for right in (1, -1):
        yield spot.x + right * (across + wide / 2), spot.y
    for share in ASIDE:
        for right, low in CORNERS:
            yield spot.x + right * share * wide, spot.y + low * (down + high / 2)
    aside, under = ON_THE_CIRCLE * across + wide / 2, ON_THE_CIRCLE * down + high / 2
    for right, low in CORNERS:
        yield spot.x + right * aside, spot.y + low * under


def _around(x: float, y: float, wide: float, high: float) -> Box:
    return Box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)


def _written(text: str, box: Box) -> Written:
    middle = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return Written(text, round(middle[0], 1), round(middle[1], 1), box)


def figure_text(value: int) -> str:
    """« 1 234 »."""
    return f"{value:,}".replace(",", "\u202f")


def width_of(text: str, size: float) -> float:
    """Room for a text, whatever the letters of the reader."""
    return size * sum(_width(letter) for letter in text)


def _width(letter: str) -> float:
    if letter.isupper():
        return {"I": NARROW, "J": NARROW, "M": BROAD, "W": BROAD}.get(letter, CAPITAL)
    if letter in NARROW_LETTERS:
        return NARROW
    return BROAD if letter in BROAD_LETTERS else USUAL
