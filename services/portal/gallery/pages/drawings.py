"""Invented figures for the charts and maps of the living page."""

from datetime import date
from typing import Any

from services.chassis.reference.maps.boundaries import Boundaries, Outline
from services.chassis.reference.maps.map import commune_map
from services.chassis.web.views import charts
from services.chassis.web.views.french import date_short, number
from services.chassis.web.views.week_timeline import timeline

LEGEND = {"agreed": "Confirmés", "proposed": "Proposés", "without": "Sans lieu d’accueil"}
COVERED = [
    ("Métiers de l’électricité et de ses environnements connectés", (6, 4, 9)),
    ("Cuisine", (14, 3, 2)),
    ("Menuiserie", (11, 0, 0)),
]
SHARES = {date(2026, 11, 24): 10.0, date(2026, 12, 4): 42.0, date(2027, 1, 4): 85.0}
AWAY = [
    ("Lycée des Deux Ponts", {date(2027, 1, 4): "away", date(2027, 1, 11): "shared"}),
    ("Lycée du Causse", {date(2027, 1, 11): "shared", date(2027, 3, 1): "away"}),
]
BY_COMMUNE = {
    "82121": 34,
    "82112": 9,
    "82033": 22,
    "82186": 11,
    "82013": 9,
    "82037": 7,
    "82134": 7,
    "82124": 6,
    "82008": 2,
    "82169": 2,
    "82125": 2,
    "82038": 1,
    "82012": 1,
}
SQUARES = Boundaries(
    "82",
    300,
    {
        "82121": Outline("Montauban", "M300,20L600,20L600,280L300,280Z", 450, 150),
        "82112": Outline("Moissac", "M20,20L300,20L300,280L20,280Z", 160, 150),
    },
)


def drawings() -> dict[str, Any]:
    """What the living page draws."""
    drawn = commune_map(BY_COMMUNE, "82", None)
    rows = [(name, dict(zip(LEGEND, values, strict=True))) for name, values in COVERED]
    outlined = commune_map({"82121": 34, "82112": 9}, "82", SQUARES)
    return {
        "bars": charts.bars(rows, LEGEND),
        "chart_rows": [[name, *values] for name, values in COVERED],
        "curve": charts.curve(SHARES, date(2027, 1, 11)),
        "curve_rows": [[date_short(day), number(share)] for day, share in SHARES.items()],
        "spark": charts.spark({60: 20.0, 48: 35.0, 30: 52.0}, 60),
        "timeline": timeline(AWAY, {"away": "En PFMP", "shared": "Comme un autre lycée"}),
        "timeline_rows": [[name, number(len(weeks))] for name, weeks in AWAY],
        "map": drawn,
        "map_rows": [[line.name, line.value] for line in drawn.lines],
        "outlined": outlined,
        "outlined_rows": [[(line.name, "#dessins"), line.value] for line in outlined.lines],
    }
