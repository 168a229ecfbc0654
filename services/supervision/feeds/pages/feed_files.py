"""Feeds as files and as JSON for programs: each says which figure is none, withheld or zero."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from services.chassis.exports.csv_text import csv_text
from services.chassis.exports.sheet import Column, Row, Sheet
from services.chassis.exports.workbook import workbook
from services.chassis.web.views.french import PARIS, time_fr
from services.supervision.base.small_numbers import WITHHELD, Figures, PublishedRow
from services.supervision.coverage.model.coverage import Totals
from services.supervision.feeds.model.feed_coverage import FeedCoverage, FeedRow, RowState
from services.supervision.feeds.model.feed_formats import Feed

ACTIVITY_COLUMNS = (
    *(Column("Jour", 12), Column("Heure", 9), Column("Lycée", 34), Column("UAI", 11)),
    *(Column("Ce qui s’est passé", 80), Column("Identifiant", 40)),
)
COVERAGE_COLUMNS = (
    *(Column("Lycée", 34), Column("UAI", 11), Column("Premier jour", 13)),
    *(Column("Dernier jour", 13), Column("Élèves attendus", 22)),
    *(Column("Lieu d’accueil confirmé", 24), Column("Sans lieu d’accueil", 22)),
    *(Column("Ce que disent les chiffres", 30), Column("Formations comptées", 20)),
    *(Column("Formations sans chiffres", 24), Column("Compté le", 13)),
    *(Column("Dernières nouvelles", 20), Column("Silencieux", 12)),
)
STATES: Mapping[RowState, str] = {
    RowState.TOLD: "Chiffres reçus",
    RowState.NOT_PUBLISHED: "Non publié",
    RowState.NOTHING_RECEIVED: "Aucune donnée reçue",
    RowState.NO_PERIOD: "Aucune PFMP publiée",
}
"""As people read them; where there is no figure, the same stands in its place."""


async def as_file(kind: str, sheet: Sheet, rows: Sequence[Row]) -> bytes:
    """The list as text or as a workbook, whole: its bytes are the same as long as it is."""
    pieces = {"csv": csv_text, "xlsx": workbook}[kind](sheet, _at_once(rows))
    return b"".join([piece async for piece in pieces])


async def _at_once(rows: Sequence[Row]) -> AsyncIterator[Sequence[Row]]:
    yield rows


def activity_rows(feed: Feed, *, hours: bool) -> Sequence[Row]:
    """One row for each line, at its hour where that is told; the last says where older ones are."""
    rows: list[Row] = []
    for one in feed.entries:
        at = one.updated_at.astimezone(PARIS)
        when = (at.date(), time_fr(at) if hours else None)
        rows.append((*when, one.lycee, one.uai, one.sentence, feed.entry_tag(one)))
    _, following = feed.addresses
    if following:
        # Not its address, which would leave the secret in a file.
        further = "La suite est à la même adresse, suivie de " + following[following.index("?") :]
        rows.append((None, None, None, None, further, None))
    return rows


def coverage_rows(found: FeedCoverage) -> Sequence[Row]:
    """One row for each lycée and period, then all together."""
    rows: list[Row] = [
        (
            *(one.lycee, one.uai, one.starts_on, one.ends_on, *_figures(one.figures, one.state)),
            *(STATES[one.state], one.counted, one.untold, _day(one.counted_at)),
            *(_day(one.heard_at) or "Jamais", "Oui" if one.silent else "Non"),
        )
        for one in found.rows
    ]
    if found.total is not None:
        figures = _figures(found.total, RowState.TOLD)
        rows.append(("Tous ces lycées", None, None, None, *figures, *(None,) * 6))
    return rows


def coverage_json(found: FeedCoverage, about: Mapping[str, str | None]) -> bytes:
    """The coverage for programs; `state` says why a figure is null."""
    told = {
        **about,
        "states": {state.value: said for state, said in STATES.items()},
        "rows": [_row_json(one) for one in found.rows],
        "total": None if found.total is None else _figures_json(found.total),
    }
    return json.dumps(told, ensure_ascii=False).encode()


def _row_json(row: FeedRow) -> dict[str, Any]:
    return {
        "uai": row.uai,
        "lycee": row.lycee,
        "starts_on": row.starts_on and row.starts_on.isoformat(),
        "ends_on": row.ends_on and row.ends_on.isoformat(),
        "state": row.state.value,
        **_figures_json(row.figures),
        "formations_counted": row.counted,
        "formations_untold": row.untold,
        "counted_at": row.counted_at and row.counted_at.isoformat(timespec="seconds"),
        "heard_at": row.heard_at and row.heard_at.isoformat(timespec="seconds"),
        "silent": row.silent,
    }


def totals_json(found: Totals | None, about: Mapping[str, str | None]) -> bytes:
    """What is told outside the DSDEN, for programs; a null is withheld, or not told yet (None)."""
    told = {
        **about,
        "lycees": found and found.lycees,
        "lycees_not_published": found and found.without,
        "formations": [
            {"mef": one.mef, "formation": one.formation, **_told_json(one.told)}
            for one in (found.formations if found else ())
        ],
        "formations_counted": found and found.counted,
        "total": _told_json(found.together if found else WITHHELD),
    }
    return json.dumps(told, ensure_ascii=False).encode()


def _figures_json(figures: Figures | None) -> dict[str, int | None]:
    if figures is None:
        return _told_json(WITHHELD)
    return _told_json(PublishedRow(figures.expected, figures.agreed, figures.without))


def _told_json(told: PublishedRow) -> dict[str, int | None]:
    return {"expected": told.expected, "host_agreed": told.agreed, "without": told.without}


def _figures(figures: Figures | None, state: RowState) -> Row:
    if figures is None:
        return (STATES[state],) * 3
    return (figures.expected, figures.agreed, figures.without)


def _day(at: datetime | None) -> date | None:
    return at.astimezone(PARIS).date() if at else None
