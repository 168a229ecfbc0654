"""A map of figures by commune: outlines where this installation has them, else circles."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from services.chassis.geography.boundaries import Boundaries, Outline
from services.chassis.geography.projection import WIDTH, Projection, around
from services.chassis.nomenclatures import communes, places

LARGEST_RADIUS = 30.0
SMALLEST_RADIUS = 5.0
LABELLED = 6
LETTER_WIDTH, LETTER_HEIGHT = 9, 18
"""Room for the name of a commune: a drawing has no way to measure letters."""
STEPS = (1, 4, 8, 15)
"""From how many on a commune is drawn darker: 1 to 3, 4 to 7, 8 to 14, 15 and more."""


@dataclass(frozen=True)
class Spot:
    """One commune with a figure; `step` is how dark it is drawn, `labelled` whether its name is."""

    code: str
    name: str
    value: int
    x: float
    y: float
    radius: float
    step: int
    path: str = ""
    labelled: bool = False

    @property
    def label_y(self) -> float:
        """The middle of its name, under it."""
        return self.y + max(self.radius, 9.0) + 11


@dataclass(frozen=True)
class Line:
    """One line of the table that says what the map shows."""

    code: str
    name: str
    value: int
    drawn: bool


@dataclass(frozen=True)
class CommuneMap:
    """What a page draws; `ground` are the outlines, or the points, under the figures."""

    width: float
    height: float
    spots: Sequence[Spot]
    outlines: Sequence[Outline]
    points: Sequence[tuple[float, float]]
    lines: Sequence[Line]

    @property
    def has_outlines(self) -> bool:
        """Whether official outlines are drawn."""
        return bool(self.outlines)

    @property
    def absent(self) -> Sequence[Line]:
        """Communes with a figure that no drawing knows the place of."""
        return [line for line in self.lines if not line.drawn]

    @property
    def total(self) -> int:
        """All figures together."""
        return sum(line.value for line in self.lines)


def commune_map(
    values: Mapping[str, int], department: str, boundaries: Boundaries | None
) -> CommuneMap:
    """Draw the figures of communes, by INSEE code."""
    shown = {code: value for code, value in values.items() if value > 0}
    drawn = _outlined(shown, boundaries) if boundaries else _circled(shown, department)
    spots = _named(sorted(drawn.spots, key=lambda spot: (-spot.value, spot.name)))
    placed = {spot.code for spot in spots}
    lines = [Line(code, _name(code, boundaries), n, code in placed) for code, n in shown.items()]
    return CommuneMap(
        width=WIDTH,
        height=drawn.height,
        spots=spots,
        outlines=drawn.outlines,
        points=drawn.points,
        lines=sorted(lines, key=lambda line: (-line.value, line.name)),
    )


@dataclass(frozen=True)
class _Drawn:
    height: float
    spots: Sequence[Spot]
    outlines: Sequence[Outline] = ()
    points: Sequence[tuple[float, float]] = ()


def _outlined(values: Mapping[str, int], boundaries: Boundaries) -> _Drawn:
    spots = [
        Spot(
            code,
            one.name,
            values[code],
            one.x,
            one.y,
            0,
            _step(values[code]),
            one.path,
        )
        for code, one in boundaries.outlines.items()
        if code in values
    ]
    return _Drawn(boundaries.height, spots, outlines=list(boundaries.outlines.values()))


def _circled(values: Mapping[str, int], department: str) -> _Drawn:
    known = {code: at for code, at in places().items() if code.startswith(department)}
    if not known:
        return _Drawn(0, ())
    project = _projection(department)
    most = max(values.values(), default=1)
    spots = [
        Spot(
            code,
            _name(code, None),
            n,
            *project(*known[code]),
            round(max(SMALLEST_RADIUS, LARGEST_RADIUS * math.sqrt(n / most)), 1),
            _step(n),
        )
        for code, n in values.items()
        if code in known
    ]
    return _Drawn(project.height, spots, points=[project(*at) for at in known.values()])


@cache
def _projection(department: str) -> Projection:
    return around(at for code, at in places().items() if code.startswith(department))


def _named(spots: Sequence[Spot]) -> Sequence[Spot]:
    """The largest spots with their names, save those another name or circle would lie over."""
    circles = [_box(one.x, one.y, 2 * one.radius, 2 * one.radius) for one in spots]
    taken: list[_Box] = []
    named: set[str] = set()
    for spot, own in zip(spots, circles, strict=True):
        box = _box(spot.x, spot.label_y, LETTER_WIDTH * len(spot.name), LETTER_HEIGHT)
        larger = [circle for circle in circles if circle is not own and circle.wide >= own.wide > 0]
        if len(named) < LABELLED and not any(box.meets(other) for other in [*taken, *larger]):
            taken.append(box)
            named.add(spot.code)
    return [replace(spot, labelled=spot.code in named) for spot in spots]


@dataclass(frozen=True)
class _Box:
    left: float
    top: float
    wide: float
    high: float

    def meets(self, other: "_Box") -> bool:
        return (
            self.left < other.left + other.wide
            and other.left < self.left + self.wide
            and self.top < other.top + other.high
            and other.top < self.top + self.high
        )


def _box(x: float, y: float, wide: float, high: float) -> _Box:
    return _Box(x - wide / 2, y - high / 2, wide, high)


def _name(code: str, boundaries: Boundaries | None) -> str:
    outline = boundaries.outlines.get(code) if boundaries else None
    return communes().get(code) or (outline.name if outline else f"commune {code}")


def _step(value: int) -> int:
    return sum(value >= start for start in STEPS)
