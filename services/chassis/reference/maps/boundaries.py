"""Outlines of communes an operator gave to this installation: read, judged, kept, found again.

They are official files (IGN Admin Express or Etalab, GeoJSON), too heavy and too often renewed to
come with Passerelle. What is kept is the drawing itself, made once.
"""

import json
import math
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from services.chassis.reference.maps.projection import Degrees, Projection, around
from services.chassis.reference.maps.rings import centre
from services.chassis.reference.nomenclatures.nearby import distance_km

FILE_NAME = "boundaries.json"
CODE = re.compile("[0-9][0-9AB][0-9]{3}")
"""Of a commune (code INSEE)."""
MAX_BYTES = 400 * 1024 * 1024
CODES = ("code", "codgeo", "insee_com", "code_insee", "INSEE_COM", "CODGEO")
NAMES = ("nom", "libgeo", "nom_com", "NOM", "NOM_COM", "LIBGEO")
SMALLEST_RING = 4
AROUND_KM = 100
"""How far from a commune of the département others are worth knowing the place of."""

Polygon = Sequence[Sequence[Degrees]]
Features = Sequence[Any]
"""The features of a GeoJSON file, as they came."""


class UnreadableBoundaries(ValueError):
    """The file cannot be drawn; the message says what to do, in French."""


@dataclass(frozen=True)
class Outline:
    """One commune: its path in the drawing, and where a figure about it is written."""

    name: str
    path: str
    x: float
    y: float


@dataclass(frozen=True, eq=False)
class Boundaries:
    """The drawing of one département; read once, and compared as what was read."""

    department: str
    height: float
    outlines: Mapping[str, Outline]


def read_boundaries(content: bytes, department: str) -> Boundaries:
    """Draw the communes of a département found in a GeoJSON file. Raises UnreadableBoundaries."""
    return draw_boundaries(features_in(content), department)


def draw_boundaries(features: Features, department: str) -> Boundaries:
    """Draw the communes of a département. Raises UnreadableBoundaries."""
    found = dict(_communes(features, department))
    if not found:
        raise UnreadableBoundaries(
            f"Le fichier ne contient aucune commune du département {department}\u202f: choisissez un "
            "fichier des communes, dont chaque contour a une propriété «\u00a0code\u00a0» (code INSEE)."
        )
    points = [p for _, polygons in found.values() for shape in polygons for p in shape[0]]
    project = around(points)
    outlines = {code: _outline(name, polygons, project) for code, (name, polygons) in found.items()}
    return Boundaries(department, project.height, outlines)


def middles_around(features: Features, department: str) -> Mapping[str, Degrees]:
    """The middle of each commune of the département and around it.

    Neighbours are no part of the drawing, so that one without a usable outline is left out.
    """
    found = dict(_middles(features))
    here = [at for code, at in found.items() if code.startswith(department)]
    if not here:
        return {}
    middle = (sum(lon for lon, _ in here) / len(here), sum(lat for _, lat in here) / len(here))
    reach = max(distance_km(middle, at) for at in here) + AROUND_KM
    return {code: at for code, at in found.items() if distance_km(middle, at) <= reach}


def keep_boundaries(folder: Path, boundaries: Boundaries) -> None:
    """Put the drawing in the place of the former one, whole or not at all."""
    aside = folder / f"{FILE_NAME}.new"
    with aside.open("w", encoding="utf-8") as file:
        json.dump(asdict(boundaries), file, ensure_ascii=False, separators=(",", ":"))
        file.flush()
        os.fsync(file.fileno())
    aside.chmod(0o644)
    aside.replace(folder / FILE_NAME)


def kept_boundaries(folder: Path | None, department: str) -> Boundaries | None:
    """What this installation was given, None without it or for another département."""
    if folder is None:
        return None
    try:
        stamp = (folder / FILE_NAME).stat().st_mtime_ns
    except OSError:
        return None
    kept = _load(folder / FILE_NAME, stamp)
    return kept if kept is not None and kept.department == department else None


@lru_cache(maxsize=2)
def _load(path: Path, _stamp: int) -> Boundaries | None:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        outlines = {code: Outline(**one) for code, one in kept["outlines"].items()}
        return Boundaries(kept["department"], kept["height"], outlines)
    except (OSError, ValueError, KeyError, TypeError):
        return None  # damaged since: pages draw the centres, as without it


def features_in(content: bytes) -> Features:
    """What a GeoJSON file holds. Raises UnreadableBoundaries."""
    try:
        read = json.loads(content)
    except (ValueError, RecursionError):
        raise UnreadableBoundaries(
            "Ce n’est pas un fichier GeoJSON lisible\u202f: téléchargez-le de nouveau, "
            "décompressé, au format GeoJSON."
        ) from None
    if not isinstance(read, dict) or read.get("type") != "FeatureCollection":
        kind = " (c’est du TopoJSON)" if isinstance(read, dict) and "arcs" in read else ""
        raise UnreadableBoundaries(
            f"Le fichier n’est pas une collection GeoJSON (FeatureCollection){kind}\u202f: "
            "exportez les communes au format GeoJSON."
        )
    features = read.get("features")
    return features if isinstance(features, list) else []


def _communes(
    features: Features, department: str
) -> Iterator[tuple[str, tuple[str, Sequence[Polygon]]]]:
    seen: set[str] = set()
    for number, feature in enumerate(features, 1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        properties = properties if isinstance(properties, dict) else {}
        code = _property(properties, CODES)
        if not code.startswith(department):
            continue
        if code in seen:
            raise UnreadableBoundaries(
                f"La commune {code} est deux fois dans le fichier (contour {number})\u202f: "
                "gardez une seule ligne par commune."
            )
        seen.add(code)
        yield code, (_property(properties, NAMES) or code, _polygons(feature, code))


def _middles(features: Features) -> Iterator[tuple[str, Degrees]]:
    for feature in features:
        properties = feature.get("properties") if isinstance(feature, dict) else None
        code = _property(properties, CODES) if isinstance(properties, dict) else ""
        if not CODE.fullmatch(code):
            continue
        try:
            yield code, _middle(_polygons(feature, code))
        except UnreadableBoundaries:
            continue


def _middle(polygons: Sequence[Polygon]) -> Degrees:
    largest = max((shape[0] for shape in polygons), key=lambda ring: abs(centre(ring)[0]))
    _, lon, lat = centre(largest)
    return lon, lat


def _property(properties: Mapping[str, Any], names: Sequence[str]) -> str:
    return next((str(properties[name]) for name in names if properties.get(name)), "")


def _polygons(feature: Mapping[str, Any], code: str) -> Sequence[Polygon]:
    geometry = feature.get("geometry")
    geometry = geometry if isinstance(geometry, dict) else {}
    held = geometry.get("coordinates")
    said = {"Polygon": [held], "MultiPolygon": held}.get(str(geometry.get("type")))
    polygons = [one for one in said if one] if isinstance(said, list) else []
    if not polygons:
        raise UnreadableBoundaries(
            f"La commune {code} n’a pas de contour (Polygon ou MultiPolygon)\u202f: "
            "exportez les communes en polygones."
        )
    try:
        return [[_ring(ring, code) for ring in polygon] for polygon in polygons]
    except (TypeError, ValueError, IndexError) as broken:
        if isinstance(broken, UnreadableBoundaries):
            raise
        raise UnreadableBoundaries(
            f"Le contour de la commune {code} est abîmé\u202f: téléchargez le fichier de nouveau."
        ) from None


def _ring(ring: Sequence[Any], code: str) -> Sequence[Degrees]:
    points = [(float(point[0]), float(point[1])) for point in ring]
    if len(points) < SMALLEST_RING or points[0] != points[-1]:
        raise UnreadableBoundaries(
            f"Le contour de la commune {code} n’est pas fermé\u202f: téléchargez le fichier de nouveau."
        )
    if not all(math.isfinite(x) and abs(x) <= 180 and abs(y) <= 90 for x, y in points):
        raise UnreadableBoundaries(
            f"Les coordonnées de la commune {code} ne sont pas en degrés\u202f: exportez le fichier "
            "en WGS\u00a084 (longitude, latitude) plutôt qu’en Lambert\u00a093."
        )
    return points


def _outline(name: str, polygons: Sequence[Polygon], project: Projection) -> Outline:
    x, y = project(*_middle(polygons))
    path = "".join(project.path(ring) for shape in polygons for ring in shape)
    return Outline(name, path, x, y)
