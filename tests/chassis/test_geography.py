"""Outlines of communes: official files are read, bad ones are told what to do."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from services.chassis.reference.maps.boundaries import (
    UnreadableBoundaries,
    features_in,
    keep_boundaries,
    kept_boundaries,
    middles_around,
    read_boundaries,
)
from services.chassis.reference.maps.map import commune_map
from services.chassis.reference.maps.rings import within
from services.chassis.reference.nomenclatures import communes, places

SQUARE = [[1.0, 44.0], [1.2, 44.0], [1.2, 44.1], [1.0, 44.1], [1.0, 44.0]]


def _file(*features: Any, kind: str = "FeatureCollection") -> bytes:
    return json.dumps({"type": kind, "features": features}).encode()


def _commune(code: str = "82121", ring: Any = None, **geometry: Any) -> dict[str, Any]:
    known = {"type": "Polygon", "coordinates": [SQUARE if ring is None else ring]}
    return {"properties": {"code": code, "nom": "Montauban"}, "geometry": {**known, **geometry}}


def test_the_communes_of_the_department_are_drawn_and_others_left_out() -> None:
    read = read_boundaries(_file(_commune(), _commune("31555")), "82")

    assert list(read.outlines) == ["82121"]
    assert read.outlines["82121"].path.startswith("M")
    drawn = commune_map({"82121": 5, "82112": 2}, "82", read)
    assert [(spot.name, spot.value, spot.step) for spot in drawn.spots] == [("Montauban", 5, 2)]
    assert [line.name for line in drawn.absent] == ["Moissac"]


def test_a_file_of_ign_is_read_by_its_own_property_names() -> None:
    feature = {"properties": {"INSEE_COM": "82121", "NOM": "Montauban"}} | {
        "geometry": {"type": "MultiPolygon", "coordinates": [[SQUARE]]}
    }
    assert read_boundaries(_file(feature), "82").outlines["82121"].name == "Montauban"


def test_the_middle_of_each_commune_around_is_known_and_a_broken_neighbour_left_out() -> None:
    near = [[lon + 1, lat] for lon, lat in SQUARE]
    far = [[lon + 4, lat] for lon, lat in SQUARE]
    file = _file(
        _commune(),
        _commune("31555", near),
        _commune("46042", [["a", "b"]] * 4),
        _commune("13055", far),
        _commune("46043", near, coordinates=[]),
        _commune("46044", near, coordinates=None),
        _commune("46045", near, type="MultiPolygon", coordinates=[[]]),
        _commune("Ville", near),
        None,
    )

    found = middles_around(features_in(file), "82")

    assert {code: [round(at, 3) for at in place] for code, place in found.items()} == {
        "82121": [1.1, 44.05],
        "31555": [2.1, 44.05],
    }
    assert middles_around(features_in(_file(_commune("31555"))), "82") == {}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"PK\x03\x04", "pas un fichier GeoJSON lisible"),
        (b'{"type": "Topology", "arcs": []}', "TopoJSON"),
        (_file(), "aucune commune du département 82"),
        (_file(_commune("31555")), "aucune commune du département 82"),
        (_file(_commune(), _commune()), "deux fois"),
        (_file(_commune(ring=[[566000.0, 6324000.0]] * 4)), "Lambert\u00a093"),
        (_file(_commune(ring=SQUARE[:-1])), "pas fermé"),
        (_file(_commune(ring=[["a", "b"]] * 4)), "abîmé"),
        (_file(_commune(type="Point")), "pas de contour"),
        (_file(_commune(coordinates=[])), "pas de contour"),
        (_file(_commune(coordinates=[[]])), "pas fermé"),
        (_file(_commune(type="MultiPolygon", coordinates=[[]])), "pas de contour"),
        (_file(None, 3, _commune(ring=[None])), "abîmé"),
    ],
)
def test_a_file_that_cannot_be_drawn_says_what_to_do(content: bytes, told: str) -> None:
    with pytest.raises(UnreadableBoundaries, match=told):
        read_boundaries(content, "82")


def test_outlines_are_kept_whole_and_a_damaged_file_is_as_none(tmp_path: Path) -> None:
    assert kept_boundaries(tmp_path, "82") is None
    read = read_boundaries(_file(_commune()), "82")

    keep_boundaries(tmp_path, read)

    kept = kept_boundaries(tmp_path, "82")
    assert kept is not None
    assert vars(kept) == vars(read)
    assert kept_boundaries(tmp_path, "31") is None
    assert [file.name for file in tmp_path.iterdir()] == ["boundaries.json"]
    (tmp_path / "boundaries.json").write_text("{")
    assert kept_boundaries(tmp_path, "82") is None


def test_without_outlines_known_communes_are_circles_and_the_others_are_told() -> None:
    nowhere = next(code for code in communes() if code not in places())

    drawn = commune_map({"82121": 16, "82112": 4, nowhere: 3, "82033": 0}, "82", None)

    big, small = drawn.spots
    assert (big.name, small.name) == ("Montauban", "Moissac")
    assert big.radius == 2 * small.radius
    assert small.x < big.x  # Moissac is west of Montauban
    assert small.y < big.y  # and north of it
    assert [line.value for line in drawn.absent] == [3]
    assert drawn.total == 23


def _corners(path: str) -> list[tuple[float, float]]:
    pairs = (pair.split(",") for pair in re.findall(r"[\d.]+,[\d.]+", path))
    return [(float(x), float(y)) for x, y in pairs]


def test_the_outline_of_the_department_is_drawn_around_its_communes() -> None:
    drawn = commune_map({"82121": 16, "82112": 4}, "82", None)

    outline = _corners(drawn.border)
    assert len(outline) > 100
    left, top, wide, high = map(float, drawn.view_box.split())
    assert all(left < x < left + wide and top < y < top + high for x, y in outline)
    assert max(x for x, _ in outline) - min(x for x, _ in outline) > 0.9 * wide
    at = [*((spot.x, spot.y) for spot in drawn.spots), *drawn.points]
    assert len(at) == len(places())
    assert sum(within([outline], place) for place in at) >= 0.97 * len(at)
    assert not {(spot.x, spot.y) for spot in drawn.spots} & set(drawn.points)


def test_a_department_whose_communes_have_no_known_place_has_its_outline_and_tells_them() -> None:
    drawn = commune_map({"31555": 5}, "31", None)

    assert _corners(drawn.border)
    assert [line.code for line in drawn.absent] == ["31555"]
    assert drawn.sizes == []
    assert commune_map({"97105": 1}, "971", None).height == 0


@pytest.mark.parametrize(
    ("values", "told"),
    [([1], [1]), ([2, 1], [1, 2]), ([5, 1], [1, 2, 5]), ([34, 9], [1, 10, 34]), ([1200], [1, 400])],
)
def test_the_legend_tells_circles_that_look_as_those_of_the_map(
    values: list[int], told: list[int]
) -> None:
    drawn = commune_map(dict(zip(("82121", "82112"), values, strict=False)), "82", None)

    assert [value for value, _ in drawn.sizes][: len(told)] == told
    seen = {spot.value: spot.radius for spot in drawn.spots}
    sizes = dict(drawn.sizes)
    assert sizes[values[0]] == seen[values[0]] == max(seen.values())
    assert all(sizes[value] == radius for value, radius in seen.items() if value in sizes)


def test_a_map_of_outlined_communes_has_no_outline_of_the_department() -> None:
    drawn = commune_map({"82121": 5}, "82", read_boundaries(_file(_commune()), "82"))

    assert (drawn.border, drawn.sizes, drawn.points) == ("", [], ())
    assert [one.names[0].text for one in drawn.letterings] == ["Montauban", "Montauban"]


def test_the_circles_of_a_scale_and_their_figures_stand_side_by_side() -> None:
    for most in (1, 5, 34, 1200, 123_456):
        drawn = commune_map({"82121": most}, "82", None)

        for scale in drawn.scales:
            at = 0.0
            for mark in scale.marks:
                assert at <= mark.x - mark.radius
                assert mark.x + mark.radius < mark.text_x
                at = mark.text_x + scale.letters.size * 0.7 * len(str(mark.value))
            assert at < 500  # what is counted is written after the last one
            assert [mark.radius for mark in scale.marks] == [radius for _, radius in drawn.sizes]
