"""Closed lines on a plane: their middle, what lies within, how far the rest is."""

import math
from collections.abc import Iterator, Sequence

Point = tuple[float, float]
Ring = Sequence[Point]
"""Its last point leads to its first; saying the first once more changes nothing."""


def _sides(ring: Ring) -> Iterator[tuple[Point, Point]]:
    return zip(ring, [*ring[1:], ring[0]], strict=True)


def centre(ring: Ring) -> tuple[float, float, float]:
    """Area and centre of gravity of a ring."""
    area = x = y = 0.0
    for (x0, y0), (x1, y1) in _sides(ring):
        cross = x0 * y1 - x1 * y0
        area, x, y = area + cross, x + (x0 + x1) * cross, y + (y0 + y1) * cross
    if not area:
        return 0.0, *ring[0]
    return area / 2, x / (3 * area), y / (3 * area)


def within(rings: Sequence[Ring], point: Point) -> bool:
    """Whether a point is inside; a ring within another one is a hole."""
    x, y = point
    crossed = sum(
        (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0
        for ring in rings
        for (x0, y0), (x1, y1) in _sides(ring)
    )
    return crossed % 2 == 1


def distance_to(rings: Sequence[Ring], point: Point) -> tuple[float, Point]:
    """How far the nearest point of the lines is, and where."""
    nearest = (_nearest(a, b, point) for ring in rings for a, b in _sides(ring))
    return min((math.dist(one, point), one) for one in nearest)


def _nearest(a: Point, b: Point, point: Point) -> Point:
    wide, high = b[0] - a[0], b[1] - a[1]
    long = wide * wide + high * high
    along = ((point[0] - a[0]) * wide + (point[1] - a[1]) * high) / long if long else 0.0
    share = min(1.0, max(0.0, along))
    return a[0] + share * wide, a[1] + share * high
