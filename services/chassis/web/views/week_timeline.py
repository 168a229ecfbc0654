"""Weeks of a year by line (frise): what the macro `timeline` of `ui/charts.html` draws in SVG.

As each chart of charts.py, it is shown with its table, and never by colour alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.chassis.web.views.charts import LABEL_CHARACTERS, WIDTH, Tick
from services.chassis.web.views.french import SHORT_MONTHS

LINE_HEIGHT = 58
FOOT = 38
TICKS_MAX = 6


@dataclass(frozen=True)
class Mark:
    """One week of a line; `place` is that of its key in the legend."""

    x: float
    place: int


@dataclass(frozen=True)
class TimelineLine:
    """One line; `label` is cut to its place, the table has the whole name."""

    label: str
    y: float
    marks: Sequence[Mark]


@dataclass(frozen=True)
class Timeline:
    """Lines of weeks over one axis of months."""

    lines: Sequence[TimelineLine]
    columns: Sequence[Tick]
    legend: Mapping[str, str]
    week: float
    bottom: float
    height: float
    width: int = WIDTH


def timeline(rows: Sequence[tuple[str, Mapping[date, str]]], legend: Mapping[str, str]) -> Timeline:
    """`rows`: names, and the key of the legend of each week by its Monday; empty weeks are left out."""
    mondays = [monday for _, weeks in rows for monday in weeks]
    first, last = (min(mondays), max(mondays)) if mondays else (date.min, date.min)
    week = WIDTH / ((last - first).days // 7 + 1)

    def across(day: date) -> float:
        return round((day - first).days / 7 * week, 1)

    places = {key: place for place, key in enumerate(legend)}
    lines = [
        TimelineLine(
            name if len(name) <= LABEL_CHARACTERS else f"{name[: LABEL_CHARACTERS - 1].rstrip()}…",
            number * LINE_HEIGHT,
            [Mark(across(monday), places[weeks[monday]]) for monday in sorted(weeks)],
        )
        for number, (name, weeks) in enumerate(rows)
    ]
    bottom = len(rows) * LINE_HEIGHT
    ticks = [Tick(across(day), SHORT_MONTHS[day.month - 1]) for day in _months(first, last)]
    return Timeline(lines, ticks, legend, round(week, 1), bottom, bottom + FOOT)


def _months(first: date, last: date) -> Sequence[date]:
    """The first day of months between two days, as many as have room for their name."""
    day, found = first.replace(day=1), []
    while day <= last:
        found.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    inside = [one for one in found if one >= first]
    return inside[:: -(-len(inside) // TICKS_MAX) or 1]
