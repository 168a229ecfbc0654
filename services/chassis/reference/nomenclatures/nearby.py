"""Communes around one, as the crow flies."""

import math
from collections.abc import Collection

from services.chassis.reference.nomenclatures import places
from services.chassis.reference.nomenclatures.lists import Place

EARTH_KM = 6371.0


def communes_within(centre: str, km: float) -> Collection[str]:
    """The communes whose centre is at most that far; the one asked for alone where none is known."""
    here = places().get(centre)
    if here is None:
        return frozenset({centre})
    return frozenset(
        {centre, *(code for code, there in places().items() if distance_km(here, there) <= km)}
    )


def distance_km(one: Place, other: Place) -> float:
    """Between two points given as longitude and latitude."""
    (lon, lat), (to_lon, to_lat) = (tuple(map(math.radians, point)) for point in (one, other))
    half = math.sin((to_lat - lat) / 2) ** 2
    half += math.cos(lat) * math.cos(to_lat) * math.sin((to_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))
