"""The outline of each département of metropolitan France: `borders.json`, see SOURCES.md."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path

from services.chassis.reference.maps.rings import Ring

FILE = Path(__file__).with_name("borders.json")
PER_DEGREE = 10_000
"""What is kept is whole: ten metres."""


@cache
def border(department: str) -> Sequence[Ring]:
    """The outline of a département as rings of longitude and latitude; nothing where none is known."""
    return [_ring(steps) for steps in _packed().get(department, ())]


def _ring(steps: Sequence[int]) -> Ring:
    lons, lats = accumulate(steps[::2]), accumulate(steps[1::2])
    return [(lon / PER_DEGREE, lat / PER_DEGREE) for lon, lat in zip(lons, lats, strict=True)]


@cache
def _packed() -> Mapping[str, Sequence[Sequence[int]]]:
    read: dict[str, list[list[int]]] = json.loads(FILE.read_text(encoding="utf-8"))
    return read
