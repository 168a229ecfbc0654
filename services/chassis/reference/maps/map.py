"""A map of figures by commune: outlines where this installation has them, else circles."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from services.chassis.reference.maps.borders import border
from services.chassis.reference.maps.boundaries import Boundaries, Outline
from services.chassis.reference.maps.lettering import (
    ON_A_CARD,
    ON_A_PAGE,
    Box,
    Lettering,
    Spot,
    letter,
)
from services.chassis.reference.maps.projection import WIDTH, around
from services.chassis.reference.maps.scale import Scale, scales
from services.chassis.reference.nomenclatures import communes
from services.chassis.reference.nomenclatures.lists import packaged_places

LARGEST_RADIUS = 30.0
SMALLEST_RADIUS = 5.0
SEAT_RADIUS = 6.0
"""Of the ring around a lycée’s commune that has no figure."""
EDGE = 16
"""Around the drawing: a circle may lie over the outline of its département."""
STEPS = (1, 4, 8, 15)
"""From how many on a commune is drawn darker: 1 to 3, 4 to 7, 8 to 14, 15 and more."""


@dataclass(frozen=True)
class MapLine:
    """One line of the table that says what the map shows."""

    code: str
    name: str
    value: int
    drawn: bool


@dataclass(frozen=True)
class Seat:
    """The commune of lycées: the edge of its circle or outline, drawn over everything."""

    told: str
    """« Montauban : Lycée Bourdelle »."""
    x: float
    y: float
    radius: float
    path: str = ""


@dataclass(frozen=True)
class CommuneMap:
    """What a page draws: under the figures the outlines of communes, or else that of the département
    with a point for each commune without a figure.
    """

    height: float
    spots: Sequence[Spot]
    outlines: Sequence[Outline]
    border: str
    points: Sequence[tuple[float, float]]
    lines: Sequence[MapLine]
    letterings: Sequence[Lettering]
    seats: Sequence[Seat] = ()

    @property
    def view_box(self) -> str:
        """The frame: nothing is drawn out of it."""
        return f"{-EDGE} {-EDGE} {WIDTH + 2 * EDGE:g} {self.height + 2 * EDGE:g}"

    @property
    def sizes(self) -> Sequence[tuple[int, float]]:
        """What circles of the smallest, a middle and the largest figure look like."""
        most = max((spot.value for spot in self.spots), default=0)
        told = sorted({1, _rounded(most / 3), most}) if most and not self.outlines else []
        return [(value, _radius(value, most)) for value in told]

    @property
    def scales(self) -> Sequence[Scale]:
        """The scale of the map, drawn for a page and for a card."""
        return scales(self.sizes)

    @property
    def has_outlines(self) -> bool:
        """Whether official outlines are drawn."""
        return bool(self.outlines)

    @property
    def absent(self) -> Sequence[MapLine]:
        """Communes with a figure that no drawing knows the place of."""
        return [line for line in self.lines if not line.drawn]

    @property
    def total(self) -> int:
        """All figures together."""
        return sum(line.value for line in self.lines)


def commune_map(
    values: Mapping[str, int],
    department: str,
    boundaries: Boundaries | None,
    lycees: Mapping[str, Sequence[str]] | None = None,
) -> CommuneMap:
    """Draw the figures of communes, by INSEE code, and where `lycees` are: their names by commune."""
    shown = {code: value for code, value in values.items() if value > 0}
    drawn = _outlined(shown, boundaries) if boundaries else _circled(shown, department)
    spots = sorted(drawn.spots, key=lambda spot: (-spot.value, spot.name))
    placed = {spot.code for spot in spots}
    lines = [MapLine(code, _name(code, boundaries), n, code in placed) for code, n in shown.items()]
    frame = Box(-EDGE, -EDGE, WIDTH + EDGE, drawn.height + EDGE)
    seats = _seats(lycees or {}, spots, department, boundaries)
    rings = [(seat.x, seat.y, seat.radius) for seat in seats if seat.radius]
    return CommuneMap(
        height=drawn.height,
        spots=spots,
        outlines=drawn.outlines,
        border=drawn.border,
        points=drawn.points,
        lines=sorted(lines, key=lambda line: (-line.value, line.name)),
        letterings=[letter(spots, frame, letters, rings) for letters in (ON_A_PAGE, ON_A_CARD)],
        seats=seats,
    )


def _seats(
    lycees: Mapping[str, Sequence[str]],
    spots: Sequence[Spot],
    department: str,
    boundaries: Boundaries | None,
) -> Sequence[Seat]:
    """Seats the drawing knows the place of, by commune."""
    circles = {spot.code: spot for spot in spots}
    ground = None if boundaries else _ground(department)
    found = []
    for code, names in sorted(lycees.items()):
        told = f"{_name(code, boundaries)}\u00a0: {', '.join(names)}"
        if boundaries and (outline := boundaries.outlines.get(code)):
            found.append(Seat(told, outline.x, outline.y, 0, outline.path))
        elif ground and code in ground.places:
            spot = circles.get(code)
            found.append(Seat(told, *ground.places[code], spot.radius if spot else SEAT_RADIUS))
    return found


@dataclass(frozen=True)
class _Drawn:
    height: float
    spots: Sequence[Spot]
    outlines: Sequence[Outline] = ()
    border: str = ""
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
    ground = _ground(department)
    if ground is None:
        return _Drawn(0, ())
    most = max(values.values(), default=1)
    spots = [
        Spot(code, _name(code, None), n, *ground.places[code], _radius(n, most), _step(n))
        for code, n in values.items()
        if code in ground.places
    ]
    points = [at for code, at in ground.places.items() if code not in values]
    return _Drawn(ground.height, spots, border=ground.border, points=points)


@dataclass(frozen=True)
class _Ground:
    """What a département looks like before any figure."""

    height: float
    border: str
    places: Mapping[str, tuple[float, float]]


@cache
def _ground(department: str) -> _Ground | None:
    """The ground of a map; None where neither its outline nor a commune of it is known."""
    rings = border(department)
    known = {code: at for code, at in packaged_places().items() if code.startswith(department)}
    if not rings and not known:
        return None
    project = around([*known.values(), *(point for ring in rings for point in ring)])
    return _Ground(
        project.height,
        "".join(project.path(ring) for ring in rings),
        {code: project(*at) for code, at in known.items()},
    )


def _radius(value: int, most: int) -> float:
    """Circles are to each other as their figures, save those that would hardly be seen."""
    return round(max(SMALLEST_RADIUS, LARGEST_RADIUS * math.sqrt(value / most)), 1)


def _rounded(figure: float) -> int:
    """A figure that is easily said: 7, 10, 400."""
    unit: int = 10 ** int(math.log10(max(figure, 1)))
    return max(1, round(figure / unit) * unit)


def _name(code: str, boundaries: Boundaries | None) -> str:
    outline = boundaries.outlines.get(code) if boundaries else None
    return communes().get(code) or (outline.name if outline else f"commune {code}")


def _step(value: int) -> int:
    return sum(value >= start for start in STEPS)
