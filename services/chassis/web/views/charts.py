"""Charts as geometry: what the macros of `ui/charts.html` draw in SVG, without any script.

Each is shown with its table, and never by colour alone: parts have patterns and figures.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

WIDTH = 640
TOTAL_WIDTH = 72
ROW_HEIGHT = 66
DIGIT_WIDTH = 14
LABEL_CHARACTERS = 44
CURVE_HEIGHT = 260
CURVE_LEFT = 84
CURVE_RIGHT = 18
CURVE_TOP = 16
CURVE_BOTTOM = 36
SPARK_WIDTH, SPARK_HEIGHT, SPARK_EDGE = 112, 24, 3


@dataclass(frozen=True)
class BarPart:
    """One part of a bar; `plate` is what its figure is written on, 0 when it does not fit in."""

    key: str
    value: int
    x: float
    width: float
    plate: int


@dataclass(frozen=True)
class Bar:
    """One line of a chart; `label` is cut to its place, the table has it whole."""

    name: str
    label: str
    y: float
    parts: Sequence[BarPart]
    total: int

    def value(self, key: str) -> int:
        """The figure of one part."""
        return next((part.value for part in self.parts if part.key == key), 0)


@dataclass(frozen=True)
class Bars:
    """Bars drawn one under the other; `legend` names each kind of part."""

    bars: Sequence[Bar]
    legend: Mapping[str, str]
    height: int
    width: int = WIDTH


@dataclass(frozen=True)
class Point:
    """One value of a curve, on the day it was true."""

    on: date
    share: float
    x: float
    y: float


@dataclass(frozen=True)
class Tick:
    """A mark of an axis."""

    at: float
    label: str


@dataclass(frozen=True)
class Curve:
    """A share, in percent, day by day until day 0; `other` is the line of what it is compared with."""

    points: Sequence[Point]
    line: str
    other: str
    rows: Sequence[Tick]
    columns: Sequence[Tick]
    width: int = WIDTH
    height: int = CURVE_HEIGHT
    left: int = CURVE_LEFT
    right: int = WIDTH - CURVE_RIGHT
    bottom: int = CURVE_HEIGHT - CURVE_BOTTOM


def bars(rows: Sequence[tuple[str, Mapping[str, int]]], legend: Mapping[str, str]) -> Bars:
    """Stacked bars on one scale: `rows` are names with their figures, `legend` the keys in order."""
    most = max((sum(values.get(key, 0) for key in legend) for _, values in rows), default=0)
    room = WIDTH - TOTAL_WIDTH
    drawn = [
        _bar(name, values, legend, place * ROW_HEIGHT, room / most if most else 0)
        for place, (name, values) in enumerate(rows)
    ]
    return Bars(drawn, legend, len(rows) * ROW_HEIGHT)


def _bar(
    name: str, values: Mapping[str, int], legend: Mapping[str, str], top: float, unit: float
) -> Bar:
    parts: list[BarPart] = []
    x = 0.0
    for key in legend:
        value = values.get(key, 0)
        width = round(value * unit, 1)
        if value:
            plate = (len(str(value)) + 1) * DIGIT_WIDTH
            parts.append(BarPart(key, value, round(x, 1), width, plate if width >= plate else 0))
        x += width
    label = name if len(name) <= LABEL_CHARACTERS else name[: LABEL_CHARACTERS - 1].rstrip() + "…"
    return Bar(name, label, top, parts, sum(part.value for part in parts))


def curve(
    shares: Mapping[date, float],
    day_zero: date,
    first: date | None = None,
    other: Mapping[date, float] | None = None,
) -> Curve:
    """A share (0 to 100) day by day; the scale ends on day 0 (le jour du départ).

    `other`: what it is compared with, moved to the same days.
    """
    beside = other or {}
    start = min([first or day_zero, *shares, *beside])
    end = max([day_zero, *shares, *beside])
    span = max((end - start).days, 1)
    wide, high = WIDTH - CURVE_LEFT - CURVE_RIGHT, CURVE_HEIGHT - CURVE_TOP - CURVE_BOTTOM

    def across(day: date) -> float:
        return round(CURVE_LEFT + wide * (day - start).days / span, 1)

    def down(share: float) -> float:
        return round(CURVE_TOP + high * (1 - max(0, min(share, 100)) / 100), 1)

    def placed(given: Mapping[date, float]) -> Sequence[Point]:
        return [Point(day, given[day], across(day), down(given[day])) for day in sorted(given)]

    points = placed(shares)
    return Curve(
        points=points,
        line=_steps(points),
        other=_steps(placed(beside)),
        rows=[Tick(down(share), f"{share}\u202f%") for share in (0, 25, 50, 75, 100)],
        columns=[Tick(across(day), _before(day, day_zero)) for day in _marks(start, end, day_zero)],
    )


@dataclass(frozen=True)
class Spark:
    """A curve among the words of a line: no axis, its figures stand beside it and in its name."""

    line: str
    x: float
    y: float
    """Where it ends."""
    width: int = SPARK_WIDTH
    height: int = SPARK_HEIGHT


def spark(shares: Mapping[int, float], most: int) -> Spark | None:
    """A share (0 to 100) by days before day 0, from `most` days before on; None where none is known."""
    if not shares:
        return None
    wide, high = SPARK_WIDTH - 2 * SPARK_EDGE, SPARK_HEIGHT - 2 * SPARK_EDGE
    corners = [
        (
            round(SPARK_EDGE + wide * (most - days) / most, 1),
            round(SPARK_EDGE + high * (1 - shares[days] / 100), 1),
        )
        for days in sorted(shares, reverse=True)
    ]
    return Spark(_stairs(corners), *corners[-1])


def _steps(points: Sequence[Point]) -> str:
    """A share stays what it was until it was told anew: steps, no slope."""
    return _stairs([(point.x, point.y) for point in points]) if points else ""


def _stairs(corners: Sequence[tuple[float, float]]) -> str:
    (x, y), *others = corners
    return "".join([f"M{x:g},{y:g}", *(f"H{across:g}V{down:g}" for across, down in others)])


def _marks(start: date, end: date, day_zero: date) -> Sequence[date]:
    quarter = max((end - start).days // 4, 1)
    early = [date.fromordinal(start.toordinal() + quarter * n) for n in range(4)]
    near = max(quarter // 2, 1)
    return [*(day for day in early if abs((day_zero - day).days) > near), day_zero]


def _before(day: date, day_zero: date) -> str:
    days = (day_zero - day).days
    return "jour J" if days == 0 else f"J\u2212{days}" if days > 0 else f"J+{-days}"
