"""Drawings stay within their place, and what is written in them can be read."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from services.chassis.web.views import charts
from services.chassis.web.views.week_timeline import TICKS_MAX, timeline

LEGEND = {"agreed": "Confirmés", "without": "Sans lieu"}


def test_the_longest_bar_and_its_total_fit_the_drawing() -> None:
    drawn = charts.bars(
        [("Cuisine", {"agreed": 91, "without": 164}), ("Bois", {"agreed": 3})], LEGEND
    )

    last = drawn.bars[0].parts[-1]
    assert last.x + last.width <= drawn.width - charts.TOTAL_WIDTH
    assert [bar.total for bar in drawn.bars] == [255, 3]
    assert drawn.bars[1].parts[0].width < drawn.bars[0].parts[0].width


def test_a_figure_is_written_where_it_fits_on_a_plate_of_its_length() -> None:
    [bar] = charts.bars([("Cuisine", {"agreed": 164, "without": 2})], LEGEND).bars

    wide, narrow = bar.parts
    assert 3 * charts.DIGIT_WIDTH < wide.plate <= wide.width
    assert narrow.plate == 0


def test_a_name_too_long_for_its_line_is_cut_and_kept_whole_for_the_table() -> None:
    name = "Bac pro Métiers de l’électricité et de ses environnements connectés"
    [bar] = charts.bars([(name, {"agreed": 1})], LEGEND).bars

    assert (bar.name, bar.label) == (name, "Bac pro Métiers de l’électricité et de ses…")
    assert len(bar.label) <= charts.LABEL_CHARACTERS


def test_a_share_is_drawn_in_steps_until_day_zero() -> None:
    leaving = date(2027, 1, 18)
    shares = {leaving - timedelta(days=40): 25.0, leaving - timedelta(days=10): 50.0}
    drawn = charts.curve(shares, leaving)

    first, second = drawn.points
    assert drawn.line == f"M{first.x:g},{first.y:g}H{second.x:g}V{second.y:g}"
    assert drawn.left == first.x < second.x < drawn.right
    assert drawn.columns[-1].label == "jour J"
    assert drawn.rows[-1].at < second.y < first.y < drawn.rows[0].at


def test_weeks_are_drawn_over_the_whole_width_and_the_months_have_room() -> None:
    first = date(2026, 9, 7)
    year = {first + timedelta(weeks=n): "away" for n in range(40)}
    drawn = timeline([("Lycée", year), ("Autre", {first: "shared"})], {"away": "", "shared": ""})

    last = drawn.lines[0].marks[-1]
    assert last.x + drawn.week == pytest.approx(drawn.width, abs=0.2)
    assert [mark.place for mark in drawn.lines[1].marks] == [1]
    assert 3 <= len(drawn.columns) <= TICKS_MAX
    gaps = [b.at - a.at for a, b in pairwise(drawn.columns)]
    assert min(gaps) > drawn.width / (TICKS_MAX + 2)


def test_one_week_alone_fills_the_line() -> None:
    [line] = timeline([("Lycée", {date(2027, 1, 4): "away"})], {"away": ""}).lines
    assert [mark.x for mark in line.marks] == [0]
