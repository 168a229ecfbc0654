"""The outline of a département lies where its communes are, whatever the département."""

import math

import pytest

from services.chassis.base.vendored_assets import VendoringRefused
from services.chassis.reference.maps.borders import border
from services.chassis.reference.maps.extract_borders import (
    Fit,
    fit,
    packed,
    read_archive,
    read_path,
    sure_places,
)
from services.chassis.reference.maps.rings import Point, centre, distance_to, within
from services.chassis.reference.nomenclatures import places

METROPOLITAN = [f"{n:02}" for n in range(1, 96) if n != 20] + ["2A", "2B"]
KM_OF_A_DEGREE = 111
ELSEWHERE = {
    "09": [(1.61, 43.12), (1.61, 42.97), (1.09, 42.96)],  # Pamiers, Foix, Moulis
    "12": [(2.57, 44.35), (3.08, 44.10), (2.96, 44.01)],  # Rodez, Millau, Saint-Rome-de-Cernon
    "29": [(-4.49, 48.39), (-4.10, 48.00), (-4.34, 48.48)],  # Brest, Quimper, Saint-Thonan
    "31": [(1.44, 43.60), (1.33, 43.61), (0.64, 43.26)],  # Toulouse, Colomiers, Blajan
    "32": [(0.59, 43.65), (1.09, 43.61), (0.59, 43.49)],  # Auch, L’Isle-Jourdain, Seissan
    "33": [(-0.58, 44.84), (-0.65, 44.84), (-0.37, 44.48)],  # Bordeaux, Mérignac, Noaillan
    "46": [(1.44, 44.45), (2.03, 44.61), (1.34, 44.56)],  # Cahors, Figeac, Catus
    "47": [(0.62, 44.20), (0.70, 44.41), (0.29, 44.37)],  # Agen, Villeneuve-sur-Lot, Villeton
    "59": [(3.06, 50.63), (3.16, 50.72), (2.54, 50.94)],  # Lille, Tourcoing, Rexpoëde
    "67": [(7.75, 48.58), (7.79, 48.82), (7.38, 48.73)],  # Strasbourg, Haguenau, Otterswiller
    "69": [(4.85, 45.75), (4.88, 45.77), (4.43, 45.87)],  # Lyon, Villeurbanne, Saint-Marcel
    "75": [(2.35, 48.86)],
    "81": [(2.15, 43.93), (2.24, 43.61), (2.54, 43.93)],  # Albi, Castres, Curvalle
    "2A": [(8.74, 41.92), (9.28, 41.59), (8.75, 42.26)],  # Ajaccio, Porto-Vecchio, Ota
    "2B": [(9.45, 42.70), (9.43, 42.55), (9.19, 42.26)],  # Bastia, Borgo, Poggio-di-Venaco
}
"""Places of other départements (GeoNames, CC BY 4.0)."""


def _km_outside(department: str, place: Point) -> float:
    """Degrees of longitude are shorter than those of latitude."""
    squeeze = math.cos(math.radians(place[1]))
    flat = [[(lon * squeeze, lat) for lon, lat in ring] for ring in border(department)]
    at = place[0] * squeeze, place[1]
    return 0.0 if within(flat, at) else KM_OF_A_DEGREE * distance_to(flat, at)[0]


def test_every_department_of_metropolitan_france_has_an_outline() -> None:
    assert len(METROPOLITAN) == 96
    assert [code for code in METROPOLITAN if not border(code)] == []
    assert border("971") == []


@pytest.mark.parametrize("department", ELSEWHERE)
def test_places_of_a_department_lie_within_its_outline_or_beside_it(department: str) -> None:
    away = [_km_outside(department, place) for place in ELSEWHERE[department]]

    assert max(away) < 0.5
    assert away.count(0) > len(away) / 2


def test_the_communes_of_the_first_department_lie_within_its_outline() -> None:
    away = [_km_outside("82", place) for place in places().values()]

    assert max(away) < 0.5
    assert away.count(0) >= 0.97 * len(away)


def test_a_place_of_the_neighbour_is_without() -> None:
    toulouse, agen, montauban = (1.44, 43.60), (0.62, 44.20), (1.35, 44.02)

    assert not _km_outside("82", montauban)
    assert _km_outside("82", toulouse) > 20
    assert _km_outside("82", agen) > 15


def test_a_path_is_read_point_after_point() -> None:
    assert read_path("m 1,2 3,0 0,0 0,4 z m 10,10 1,0 -1,1 z") == [
        [(1, 2), (4, 2), (4, 6)],
        [(11, 12), (12, 12), (11, 13)],
    ]
    with pytest.raises(ValueError, match="C"):
        read_path("m 1,2 C 1,2 3,4 5,6 z")


def test_another_archive_is_refused() -> None:
    with pytest.raises(VendoringRefused, match=r"SOURCES\.md"):
        read_archive(b"another")


def test_a_drawing_is_laid_on_the_places_it_is_of() -> None:
    """Two squares, drawn on a plane of their own, with places all over both."""
    true = Fit(300, 2500, 40, -41)
    corners = {"01": (1.0, 44.0), "02": (2.5, 45.0)}
    drawn = {
        code: [[true(lon + dx, lat + dy) for dx, dy in ((0, 0), (1, 0), (1, 1), (0, 1))]]
        for code, (lon, lat) in corners.items()
    }
    inner = [(column / 40 + 0.0125, row / 40 + 0.0125) for column in range(40) for row in range(40)]
    known = {
        code: [(lon + dx, lat + dy) for dx, dy in inner] for code, (lon, lat) in corners.items()
    }

    found = fit(drawn, known)

    for code, ring in drawn.items():
        for x, y in ring[0]:
            assert math.dist(found.back(x, y), true.back(x, y)) < 0.02
        lons = [sum(steps[::2][: n + 1]) for steps in packed(ring, found) for n in range(4)]
        assert min(lons) == pytest.approx(corners[code][0] * 10_000, abs=200)


def test_a_name_two_communes_of_a_region_bear_is_no_measure() -> None:
    communes = [
        {"code": code, "nom": name, "region": "76"}
        for code, name in (("82121", "Montauban"), ("82191", "Verfeil"), ("31573", "Verfeil"))
    ]
    cities = {
        str(n): {"name": name, "admin1code": "76", "countrycode": "FR"}
        | dict(zip(AXES, at, strict=True))
        for n, (name, at) in enumerate((("Montauban", (1.35, 44.02)), ("Verfeil", (1.88, 44.2))))
    }

    assert sure_places(communes, cities) == {"82": [(1.35, 44.02)]}


AXES = ("longitude", "latitude")


def test_the_middle_of_a_ring_is_the_same_whether_it_is_closed_or_not() -> None:
    square = [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)]

    assert centre(square) == centre([*square, square[0]]) == (4, 1, 1)
    assert centre([(1.0, 1.0)] * 3) == (0, 1, 1)
