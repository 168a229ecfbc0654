"""The indicators as a feed tells them: each lycée's inside the DSDEN, the department's outside."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from contracts.identifiers import SchoolYear
from services.chassis.exports.sheet import Column
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.base.figure_words import file_value
from services.supervision.base.figures import Figure, Told, Untold
from services.supervision.editions.model.outside_indicators import Hidden, OutsideLine
from services.supervision.feeds.pages.feed_contents import (
    Draw,
    Drawn,
    Frame,
    about_figures,
    file_of,
)
from services.supervision.indicators.model.indicator import LyceeFacts, definition, line
from services.supervision.indicators.pages import figure_columns, figures_row, measured

TITLE = "Indicateurs du département"
OF_SOME = "Indicateurs, de ces lycées"
NAME = "indicateurs"
TOLD = "told"
AT_LEAST = "at-least"
"""Told in steps: it may be more by now."""
STATES: Mapping[Untold | Hidden, str] = {
    Untold.WITHHELD: "not-published",
    Untold.SILENT: "nothing-received",
    Untold.UNTOLD: "not-told-yet",
    Untold.TOO_FEW: "too-few",
    Untold.TODAY: "known-of-today-alone",
    Untold.DEPARTMENT: "of-the-department-alone",
    Untold.NOTHING: "nobody-counted",
    Hidden.SMALL: "too-small",
    Hidden.NOT_TOLD: "not-told-outside",
}
"""Why there is no figure, for programs; people read the value."""
WHAT_IT_COUNTS = Column("Ce qu’il compte", 80)
OUTSIDE_COLUMNS = (
    *(Column("Indicateur", 44), Column("Unité", 9), Column("Département", 30)),
    *(Column("Lycées sans chiffre", 18), WHAT_IT_COUNTS),
)


async def read_indicators(uow: UnitOfWork, frame: Frame, *, year: SchoolYear) -> Draw:
    """The indicators of a school year, to draw in the format asked."""
    _, everyone, measures = await measured(uow, year)
    lycees = [one for one in everyone if frame.reader.reads_of(one.uai)]
    lines = [line(one.indicator, lycees) for one in measures]
    title = TITLE if frame.reader.uais is None else OF_SOME

    async def draw() -> Drawn:
        if frame.kind == "json":
            told = [
                {
                    **_about(one.indicator.code, one.indicator.title, one.indicator.unit.value),
                    "version": one.indicator.version,
                    "definition": definition(one.indicator),
                    "together": _told_json(one.total),
                    "lycees_without": one.without,
                    "lycees": _by_lycee(one.by_lycee, lycees),
                }
                for one in lines
            ]
            return _json(frame, year, (title,), told)
        columns = (Column("Indicateur", 44), *figure_columns(lycees), WHAT_IT_COUNTS)
        rows = [
            (one.indicator.title, *figures_row(one, lycees), definition(one.indicator))
            for one in lines
        ]
        sheet = frame.sheet(NAME, title, columns, (f"Année scolaire {year}",))
        return await file_of(frame, sheet, rows)

    return draw


def draw_outside(
    frame: Frame, year: SchoolYear, lines: Sequence[OutsideLine], notes: Sequence[str]
) -> Draw:
    """What is told outside the DSDEN, in the format asked."""

    async def draw() -> Drawn:
        if frame.kind == "json":
            return _json(frame, year, (TITLE, *notes), [_outside_json(one) for one in lines])
        rows = [
            (one.title, one.unit.value, _cell(one.told), one.without, one.definition)
            for one in lines
        ]
        sheet = frame.sheet(NAME, TITLE, OUTSIDE_COLUMNS, (f"Année scolaire {year}", *notes))
        return await file_of(frame, sheet, rows)

    return draw


def _json(
    frame: Frame, year: SchoolYear, notes: Sequence[str], indicators: Sequence[Mapping[str, Any]]
) -> Drawn:
    states = {AT_LEAST: "Au moins"} | {code: why.value for why, code in STATES.items()}
    about = about_figures(frame, year, notes)
    told = {**about, "states": states, "indicators": indicators}
    return Drawn(json.dumps(told, ensure_ascii=False).encode(), "application/json")


def _about(code: str, title: str, unit: str) -> Mapping[str, Any]:
    return {"code": code, "title": title, "unit": unit}


def _by_lycee(
    told: Mapping[str, Told], lycees: Sequence[LyceeFacts]
) -> Sequence[Mapping[str, Any]]:
    return [{"uai": one.uai, "lycee": one.lycee, **_told_json(told[one.uai])} for one in lycees]


def _outside_json(one: OutsideLine) -> Mapping[str, Any]:
    return {
        **_about(one.code, one.title, one.unit.value),
        "definition": one.definition,
        "together": _told_json(one.told),
        "lycees_without": one.without,
    }


def _told_json(told: Told | Hidden) -> dict[str, Any]:
    """A figure, and its two counts where it is a part; `state` says why there is none."""
    if not isinstance(told, Figure):
        return {"state": STATES[told], "value": None}
    if told.denominator is None:
        return {"state": AT_LEAST if told.at_least else TOLD, "value": told.numerator}
    counts = {"numerator": told.numerator, "denominator": told.denominator}
    return {"state": TOLD, "value": told.percent, **counts}


def _cell(told: Told | Hidden) -> Any:
    return told.value if isinstance(told, Hidden) else file_value(told)
