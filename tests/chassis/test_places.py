"""Where communes are: namesakes of a region are told apart by what they lie among."""

from collections.abc import Iterable
from typing import Any

import pytest

from services.chassis.reference.nomenclatures import communes, places
from services.chassis.reference.nomenclatures.extract_places import extract

REGION = "76"


def _commune(code: str, name: str, population: int = 1000) -> dict[str, Any]:
    return {"code": code, "nom": name, "region": REGION, "population": population}


def _city(name: str, lon: float, lat: float, population: int = 1000) -> dict[str, Any]:
    return {"name": name, "longitude": lon, "latitude": lat, "population": population} | {
        "countrycode": "FR",
        "admin1code": REGION,
    }


AROUND = [
    ("82001", "Moissac", 1.1, 44.1),
    ("82002", "Castelsarrasin", 1.1, 44.0),
    ("31001", "Grenade", 1.3, 43.75),
    ("31002", "Fronton", 1.4, 43.8),
]
"""Two départements, with two places each that no other one is called like."""


def _found(
    namesakes: Iterable[dict[str, Any]], *cities: dict[str, Any]
) -> dict[str, tuple[float, float]]:
    known = [_commune(code, name) for code, name, _, _ in AROUND]
    drawn = [_city(name, lon, lat) for _, name, lon, lat in AROUND]
    everywhere = {str(number): one for number, one in enumerate((*drawn, *cities))}
    found = extract([*known, *namesakes], everywhere, "82")
    return {code: place for code, place in found.items() if code > "82002"}


VERFEILS = [_commune("82191", "Verfeil", 400), _commune("31573", "Verfeil", 4000)]


def test_a_place_belongs_to_the_department_it_lies_in_whatever_its_population() -> None:
    among_ours = _city("Verfeil", 1.12, 44.05, 4000)

    assert _found(VERFEILS, among_ours) == {"82191": (1.12, 44.05)}


def test_the_namesake_of_a_neighbour_is_not_taken_for_ours() -> None:
    assert _found(VERFEILS, _city("Verfeil", 1.35, 43.77, 400)) == {}


@pytest.mark.parametrize(("population", "ours"), [(420, True), (3900, False), (1265, False)])
def test_beside_a_border_the_population_decides_or_nothing_does(
    population: int, *, ours: bool
) -> None:
    between = _city("Verfeil", 1.21, 43.89, population)

    assert (_found(VERFEILS, between) == {"82191": (1.21, 43.89)}) is ours


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Saint-Étienne-de-Tulmont", "St Etienne de Tulmont"),
        ("Villebrumier-sur-Œuf", "villebrumier sur oeuf"),
    ],
)
def test_a_name_is_known_by_its_words(ours: str, theirs: str) -> None:
    found = _found([_commune("82161", ours)], _city(theirs, 1.15, 44.05))

    assert found == {"82161": (1.15, 44.05)}


def test_two_places_of_one_name_leave_it_in_the_table() -> None:
    twice = (_city("Verfeil", 1.12, 44.05), _city("Verfeil", 1.14, 44.06))

    assert _found(VERFEILS, *twice) == {}


def test_eighty_three_communes_of_the_first_department_are_on_the_map() -> None:
    assert len(places().keys() & communes().keys()) == len(places()) == 83
