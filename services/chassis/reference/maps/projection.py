"""From degrees to a drawing: flat enough at the size of a département, north upwards."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH = 640.0
MARGIN = 14.0
MAX_HEIGHT = 720.0

Degrees = tuple[float, float]
"""Longitude, latitude."""


@dataclass(frozen=True)
class Projection:
    """Longitudes are drawn as short as they are at that latitude."""

    west: float
    north: float
    scale: float
    squeeze: float
    height: float

    def __call__(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a point is drawn, to a tenth of a pixel."""
        x = MARGIN + (lon - self.west) * self.squeeze * self.scale
        y = MARGIN + (self.north - lat) * self.scale
        return round(x, 1), round(y, 1)

    def path(self, ring: Sequence[Degrees]) -> str:
        """A closed line, for SVG."""
        drawn = [self(*point) for point in ring]
        kept = [p for p, before in zip(drawn[1:], drawn, strict=False) if p != before]
        return "M" + "L".join(f"{x:g},{y:g}" for x, y in [drawn[0], *kept]) + "Z"


def around(points: Iterable[Degrees]) -> Projection:
    """The projection that shows all these points. Raises ValueError without any."""
    known = list(points)
    if not known:
        raise ValueError("no point to show")
    west, east = min(p[0] for p in known), max(p[0] for p in known)
    south, north = min(p[1] for p in known), max(p[1] for p in known)
    squeeze = math.cos(math.radians((south + north) / 2))
    wide = max((east - west) * squeeze, 1e-6)
    high = max(north - south, 1e-6)
    scale = min((WIDTH - 2 * MARGIN) / wide, (MAX_HEIGHT - 2 * MARGIN) / high)
    return Projection(west, north, scale, squeeze, round(high * scale + 2 * MARGIN, 1))
