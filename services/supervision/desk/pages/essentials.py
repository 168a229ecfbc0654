"""The supervisor's first screen: who needs help before leaving, what moved, whom nobody hears of."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views import charts
from services.chassis.web.views.french import PARIS, date_fr, percent, plural
from services.supervision.base.figure_words import signed
from services.supervision.coverage.model.coverage import LyceeCoverage
from services.supervision.departures.model.departures import (
    SOON,
    Departure,
    missing_ahead,
    missing_running,
)
from services.supervision.departures.model.lycee_needs import NEAR, LyceeNeeds, needs_of
from services.supervision.departures.model.movements import by_lycee, day_before
from services.supervision.departures.model.reasons import Reason
from services.supervision.departures.model.trend import DAYS_BEFORE, Step, corners, shares
from services.supervision.departures.queries import leaving_of, moved_since, steps_toward
from services.supervision.desk.pages.reasons import Gap, reasons_of
from services.supervision.exactness.model import COVERAGE, REGISTRY
from services.supervision.exactness.queries.exactness import compared_of
from services.supervision.network_dues.queries import waiting_at

LINES_SHOWN = 5
VERY_NEAR = timedelta(days=14)
"""From when on the days that are left are red where places miss."""
A_YEAR = timedelta(weeks=52)
"""Whole weeks: the same day of the week, a year ago."""
WEEK = 7


async def essentials(uow: UnitOfWork, lycees: Sequence[LyceeCoverage]) -> dict[str, Any]:
    """What `_essentials.html` draws. `lycees`: with their coverage of the running school year."""
    today = uow.now.astimezone(PARIS).date()
    leaving = await leaving_of(uow, lycees, today)
    since = day_before(today)
    movements = by_lycee(await moved_since(uow, since, lycees), since)
    gaps = await _differing(uow, lycees)
    waiting = await waiting_at(uow, today)
    needs = needs_of(lycees, leaving, {one.uai for one in gaps}, uow.now, waiting)
    steps = await steps_toward(uow, today, today + SOON, lycees)
    return {
        "needs": needs,
        "said": _said(needs, leaving),
        "sparks": {one.uai: _spark(steps, one.uai, today) for one in needs},
        # In days: what is drawn stays until the next one begins.
        "days_since": lambda heard_at: (today - heard_at.astimezone(PARIS).date()).days,
        "near": NEAR.days,
        "very_near": VERY_NEAR.days,
        "since": since,
        "since_said": "hier" if since == today - timedelta(days=1) else date_fr(since, year=False),
        "movements": movements[:LINES_SHOWN],
        "movements_hidden": len(movements) - LINES_SHOWN,
        "reasons": {one.uai: reasons_of(one, gaps) for one in needs},
        "all_agree": bool(needs) and not any(_doubtful(one) for one in needs),
        "soon_days": SOON.days,
        "trend_days": DAYS_BEFORE,
        "signed": signed,
        **await _trend(uow, today, lycees, steps),
    }


def _said(needs: Sequence[LyceeNeeds], leaving: Sequence[Departure]) -> str:
    """How many lycées need help, and what misses in all; of what is not told nothing is said."""
    helped = sum(one.needs_help for one in needs)
    said = f"{plural(helped, 'lycée a', 'lycées ont')} besoin de vous." if helped else ""
    ahead = [one for one in leaving if one.days_left and one.without]
    if ahead:
        places = plural(missing_ahead(leaving), "lieu d’accueil manque", "lieux d’accueil manquent")
        said += f" {places} avant {plural(len(ahead), 'départ')}."
    if running := missing_running(leaving):
        said += f" {plural(running, 'élève est parti', 'élèves sont partis')} sans lieu d’accueil."
    return said.strip()


def _spark(steps: Sequence[Step], uai: str, today: date) -> tuple[charts.Spark | None, str, str]:
    """How the places of a lycée were found for what comes: drawn, in words, and where it is now."""
    found = shares((step for step in steps if step.uai == uai), today)
    drawn = charts.spark(corners(found), DAYS_BEFORE)
    if drawn is None:
        return None, "", ""
    first, last = max(found), min(found)
    now = percent(found[last], 100)
    ago = f"{percent(found[first], 100)} il y a {plural(first - last, 'jour')}"
    return drawn, f"{ago}, {now} aujourd’hui", now


def _doubtful(one: LyceeNeeds) -> bool:
    """Whether what a lycée tells is late, kept, or not what it counts itself."""
    return not {Reason.SILENT, Reason.DIFFERS, Reason.KEPT}.isdisjoint(one.reasons)


async def _differing(uow: UnitOfWork, lycees: Sequence[LyceeCoverage]) -> list[Gap]:
    """The lycées whose figures are not those they count themselves, if any."""
    found = []
    for book, text, href in _BOOKS:
        compared = await compared_of(uow, book, lycees)
        gaps = compared.gaps if compared else ()
        found += [Gap(gap.uai, text, href) for gap in gaps]
    return found


_BOOKS = (
    (
        *(COVERAGE, "Chiffres différents de ceux de son suivi des PFMP"),
        "/departement/couverture#exactitude",
    ),
    (
        *(REGISTRY, "Chiffres différents de ceux de son registre"),
        "/departement/partenariats",
    ),
)
"""What figures of a lycée are compared with, and where a reader finds how they differ."""


async def _trend(
    uow: UnitOfWork, today: date, lycees: Sequence[LyceeCoverage], steps: Sequence[Step]
) -> dict[str, Any]:
    """Coverage toward the departures to come, beside those of the same weeks a year ago."""
    now = shares(steps, today)
    ago = today - A_YEAR
    before = shares(await steps_toward(uow, ago, ago + SOON, lycees), today)
    if not now:
        return {"trend": None}
    drawn = charts.curve(_by_day(corners(now), today), today, other=_by_day(corners(before), today))
    nearest = min(now)
    said = f"{percent(now[nearest], 100)} à J\u2212{nearest}"
    if nearest in before:
        said += f", {percent(before[nearest], 100)} l’an dernier au même moment"
    return {
        "trend": drawn,
        "trend_said": said,
        "trend_rows": [
            [f"J\u2212{days}", *(_share(of, days) for of in (now, before))]
            for days in range(DAYS_BEFORE - DAYS_BEFORE % WEEK, -1, -WEEK)
            if days in now or days in before
        ],
        "trend_legend": ["Départs à venir", *(["Mêmes semaines, l’an dernier"] if before else [])],
    }


def _by_day(of: Mapping[int, float], day_zero: date) -> Mapping[date, float]:
    return {day_zero - timedelta(days=days): share for days, share in of.items()}


def _share(of: Mapping[int, float], days: int) -> str:
    return percent(of[days], 100) if days in of else "–"
