"""Names and figures of a map: each is read, none lies over another one, over a circle or the edge."""

import math
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.reference.maps.lettering import (
    ON_A_CARD,
    ON_A_PAGE,
    Box,
    Lettering,
    Letters,
    Spot,
    Written,
    letter,
)
from services.chassis.reference.maps.map import commune_map
from services.chassis.reference.nomenclatures import places

FRAME = Box(-16, -16, 656, 470)
NAMES = ["Bioule", "Lavit", "Montauban", "Beaumont-de-Lomagne", "Saint-Nicolas-de-la-Grave"]
BOTH = pytest.mark.parametrize("letters", [ON_A_PAGE, ON_A_CARD])


def _spot(x: float, y: float, radius: float = 20, value: int = 3, name: str = "Lavit") -> Spot:
    return Spot(f"{name}{x}{y}", name, value, x, y, radius, 1)


@st.composite
def maps(draw: st.DrawFn) -> list[Spot]:
    """Circles anywhere, or outlined communes, the largest figure first."""
    outlined = draw(st.booleans())
    values = sorted(draw(st.lists(st.integers(1, 2000), min_size=1, max_size=60)), reverse=True)
    return [
        Spot(
            str(n),
            draw(st.sampled_from(NAMES)),
            value,
            draw(st.floats(0, 640)),
            draw(st.floats(0, 454)),
            0 if outlined else max(5, 30 * math.sqrt(value / values[0])),
            1,
        )
        for n, value in enumerate(values)
    ]


def _apart(one: Box, other: Box) -> bool:
    return (
        one.right <= other.left
        or other.right <= one.left
        or one.bottom <= other.top
        or other.bottom <= one.top
    )


def _clear_of(box: Box, spot: Spot) -> bool:
    """The nearest point of the box is outside of the circle."""
    nearest = (
        min(max(spot.x, box.left), box.right),
        min(max(spot.y, box.top), box.bottom),
    )
    return math.dist(nearest, (spot.x, spot.y)) >= spot.radius - 1e-6


def _judged(spots: list[Spot], written: Lettering) -> None:
    boxes = [one.box for one in (*written.figures, *written.names)]
    assert all(_apart(one, other) for one, other in combinations(boxes, 2))
    for box in boxes:
        assert FRAME.left <= box.left < box.right <= FRAME.right
        assert FRAME.top <= box.top < box.bottom <= FRAME.bottom
    assert all(_clear_of(one.box, spot) for one in written.names for spot in spots)
    assert len(written.names) <= written.letters.names_max
    assert all(any(_fits(figure, spot) for spot in spots) for figure in written.figures)


def _fits(figure: Written, spot: Spot) -> bool:
    """It is that spot’s, all of it in its circle if it has one."""
    corner = math.dist((figure.box.left, figure.box.top), (figure.box.right, figure.box.bottom))
    return (
        math.dist((figure.x, figure.y), (spot.x, spot.y)) < 0.2
        and figure.text.replace("\u202f", "") == str(spot.value)
        and (corner / 2 <= spot.radius or not spot.radius)
    )


@BOTH
@given(spots=maps())
def test_nothing_is_written_over_anything_else(spots: list[Spot], letters: Letters) -> None:
    _judged(spots, letter(spots, FRAME, letters))


@BOTH
def test_every_commune_of_the_department_at_once_leaves_what_is_written_readable(
    letters: Letters,
) -> None:
    codes = sorted(places())
    drawn = commune_map({code: 1 + n % 23 for n, code in enumerate(codes)}, "82", None)

    [written] = [one for one in drawn.letterings if one.letters is letters]

    _judged(list(drawn.spots), written)
    assert len(written.names) >= 5
    assert len(written.figures) >= 30


def test_there_are_as_many_names_as_there_is_room_for_and_fewer_on_a_card() -> None:
    spots = [_spot(40 + 110 * (n % 6), 40 + 70 * (n // 6), 12) for n in range(36)]

    assert len(letter(spots, FRAME, ON_A_PAGE).names) == 36
    assert 6 <= len(letter(spots, FRAME, ON_A_CARD).names) <= 10


@pytest.mark.parametrize(
    ("around", "side"),
    [
        ([], "under"),
        ([(300, 250)], "above"),
        ([(300, 250), (300, 150)], "right"),
        ([(300, 250), (300, 150), (350, 200)], "left"),
    ],
)
def test_a_name_goes_where_nothing_is(around: list[tuple[float, float]], side: str) -> None:
    own, *others = _spot(300, 200), *(_spot(x, y, value=2) for x, y in around)

    name = letter([own, *others], FRAME, ON_A_PAGE).names[0]

    beside = {(0, 1): "under", (0, -1): "above", (1, 0): "right", (-1, 0): "left"}
    right, low = name.x - own.x, name.y - own.y
    assert beside[round(right / max(abs(right), 20)), round(low / max(abs(low), 20))] == side


def test_a_name_between_neighbours_goes_to_a_corner_and_one_that_has_no_room_is_left_out() -> None:
    around = [(300, 250), (300, 150), (352, 200), (248, 200)]
    own = _spot(300, 200)
    crossed = [own, *(_spot(x, y, 12, 2, "") for x, y in around)]
    packed = [*crossed, *(_spot(300 + x, 200 + y, 30, 1, "") for x in (-60, 60) for y in (-55, 55))]

    [name, *_] = letter(crossed, FRAME, ON_A_PAGE).names
    assert name.text == "Lavit"
    assert name.x != own.x
    assert name.y != own.y
    assert "Lavit" not in [one.text for one in letter(packed, FRAME, ON_A_PAGE).names]


def test_a_figure_its_circle_has_no_room_for_is_told_with_the_name() -> None:
    small, covered = _spot(100, 100, 6, 1, "Caylus"), _spot(400, 100, 24, 11, "Valence")
    over = _spot(380, 100, 12, 2, "Auvillar")

    written = letter([covered, over, small], FRAME, ON_A_PAGE)

    assert [one.text for one in written.figures] == ["2"]
    assert [one.text for one in written.names] == ["Valence (11)", "Auvillar", "Caylus (1)"]


def test_the_figure_of_an_outlined_commune_is_in_its_middle_and_its_name_beside() -> None:
    big, near = _spot(300, 200, 0, 1234, "Montauban"), _spot(306, 204, 0, 5, "Bressols")

    written = letter([big, near], FRAME, ON_A_PAGE)

    assert [(one.text, one.x, one.y) for one in written.figures] == [("1\u202f234", 300, 200)]
    assert [one.text for one in written.names] == ["Montauban"]


def test_a_name_is_not_written_beside_the_circle_of_another_commune_while_it_has_another_place() -> (
    None
):
    own = _spot(300, 200)
    below = _spot(300, 256, 15, 2, "")
    close_by = _spot(334, 170, 8, 2, "")

    [right, *_] = letter([own, below], FRAME, ON_A_PAGE).names
    [elsewhere, *_] = letter([own, below, close_by], FRAME, ON_A_PAGE).names

    assert right.text == elsewhere.text == "Lavit"
    assert (right.x, right.y < own.y) == (own.x, True)
    assert _clear_of(elsewhere.box, Spot("", "", 1, close_by.x, close_by.y, 8 + 12, 1))
