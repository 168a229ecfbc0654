"""What is known of a formation, each figure at the grain it is told, and what of it may leave the DSDEN."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from contracts.coordination.training_offer import SignalKind, SignalStrength
from services.supervision.base.figures import Count, Untold
from services.supervision.base.small_numbers import SMALL, Figures
from services.supervision.coverage.model.coverage import Cell, Counts

DOERS: Mapping[str, str] = {
    "company": "de l’entreprise",
    "school": "du lycée",
    "pupil": "de l’élève",
    "other": "autre",
}
"""By whose doing a demand stayed without a place."""


@dataclass(frozen=True)
class PlacesOfYear:
    """Pupils of the formation in a school year, one for each PFMP; without `uai` those of all lycées with figures.

    `periods`: PFMP that were published; `told`: those of which figures are told.
    """

    uai: str | None
    year: str
    periods: int
    told: int
    needed: Count
    found: Count
    without: Count


@dataclass(frozen=True)
class HostsOfYear:
    """Places of the formation that a lycée confirmed for a school year, at hosts new to it, and lost since."""

    uai: str
    year: str
    confirmed: Count
    new: Count
    lost: Count


@dataclass(frozen=True)
class LyceeOfYear:
    """What is told of a lycée, of all its formations together, in a school year; `seats` are those of today."""

    uai: str
    year: str
    hosts: Count
    refusals: Count
    refused_by: Mapping[str, int]
    seats: Count


@dataclass(frozen=True)
class MonthOfSignals:
    """Signals said in a month, of one nature and strength; `everywhere`: about the whole department."""

    month: date
    kind: SignalKind
    strength: SignalStrength
    everywhere: bool
    count: int


@dataclass(frozen=True)
class Evidence:
    """All of it. `signalling`: how many bureaux noted the signals, the DSDEN among them."""

    known_on: date
    places: Sequence[PlacesOfYear]
    hosts: Sequence[HostsOfYear]
    lycees: Sequence[LyceeOfYear]
    signals: Sequence[MonthOfSignals]
    signalling: int
    heard_on: Mapping[str, date | None]
    """The day of the last news of each lycée that offers it."""
    trades: Sequence[str] = ()
    """The trades whose signals are counted, where they name no formation."""

    @property
    def years(self) -> Sequence[str]:
        """The school years, the newest first."""
        return sorted({one.year for one in self.places}, reverse=True)

    @property
    def shown_places(self) -> Sequence[PlacesOfYear]:
        """The lines that are read: of one lycée, its sum would say it twice."""
        return [one for one in self.places if one.uai or len(self.heard_on) > 1]

    @property
    def signals_together(self) -> int:
        """All signals."""
        return sum(one.count for one in self.signals)


def places_of(uai: str, year: str, cells: Sequence[Cell], *, heard: bool) -> PlacesOfYear:
    """What a lycée tells of the formation in a school year; why, where it tells nothing."""
    told = [cell.counts for cell in cells if cell.counts is not None]
    if told:
        return _counted(uai, year, len(cells), told)
    why = Untold.UNTOLD if heard else Untold.SILENT
    if cells and all(cell.withheld for cell in cells):
        why = Untold.WITHHELD
    elif not cells and heard:
        why = Untold.NOTHING
    return PlacesOfYear(uai, year, len(cells), 0, why, why, why)


def _counted(uai: str, year: str, periods: int, told: Sequence[Counts]) -> PlacesOfYear:
    needed = sum(one.expected for one in told)
    without = sum(one.without for one in told)
    return PlacesOfYear(uai, year, periods, len(told), needed, needed - without, without)


def together(places: Iterable[PlacesOfYear]) -> Sequence[PlacesOfYear]:
    """The lines of each school year, the newest first, then one that adds up those with figures."""
    by_year: dict[str, list[PlacesOfYear]] = {}
    for one in places:
        by_year.setdefault(one.year, []).append(one)
    found: list[PlacesOfYear] = []
    for year in sorted(by_year, reverse=True):
        found += [*by_year[year], _sum(year, by_year[year])]
    return found


def _sum(year: str, places: Sequence[PlacesOfYear]) -> PlacesOfYear:
    counted = [figures for one in places if (figures := figures_of(one)) is not None]
    periods, told = sum(one.periods for one in places), sum(one.told for one in places)
    if not counted:
        why = _why(places)
        return PlacesOfYear(None, year, periods, told, why, why, why)
    total = sum(counted, Figures(0, 0))
    return PlacesOfYear(None, year, periods, told, total.expected, total.agreed, total.without)


def _why(places: Sequence[PlacesOfYear]) -> Untold:
    """Why no lycée has figures: what is said of each, where they are alike."""
    reasons = {one.needed for one in places if isinstance(one.needed, Untold)} - {Untold.NOTHING}
    if not reasons:
        return Untold.NOTHING
    return reasons.pop() if len(reasons) == 1 else Untold.UNTOLD


def figures_of(one: PlacesOfYear) -> Figures | None:
    """The two sides of a line, where it has figures."""
    if isinstance(one.found, Untold) or isinstance(one.without, Untold):
        return None
    return Figures(one.found, one.without)


def may_leave(evidence: Evidence) -> Evidence:
    """What of it may leave the DSDEN: nothing about fewer than five pupils, and nothing that gives one away."""
    lines = [one for one in evidence.places if one.uai is not None]
    safe = {year: _safe_places([o for o in lines if o.year == year]) for year in evidence.years}
    return replace(
        evidence,
        places=[one for year in evidence.years for one in safe[year]],
        hosts=[_safe_hosts(one) for one in evidence.hosts],
        lycees=[_safe_lycee(one) for one in evidence.lycees],
    )


def _safe_places(lines: Sequence[PlacesOfYear]) -> Sequence[PlacesOfYear]:
    """The lines, those with a small side withheld whole and in no sum."""
    few = Untold.TOO_FEW
    found = [
        replace(one, needed=few, found=few, without=few)
        if (figures := figures_of(one)) is not None and figures.is_small
        else one
        for one in lines
    ]
    return [*found, _sum(lines[0].year, found)] if lines else []


def _safe_hosts(one: HostsOfYear) -> HostsOfYear:
    """Each place is a pupil's: neither those at new hosts nor the others are told where they are few."""
    new = one.new
    if not isinstance(one.confirmed, Untold) and not isinstance(new, Untold):
        few = Figures(new, one.confirmed - new).is_small
        new = Untold.TOO_FEW if few else new
    return replace(
        one, confirmed=_unless_few(one.confirmed), new=_unless_few(new), lost=_unless_few(one.lost)
    )


def _safe_lycee(one: LyceeOfYear) -> LyceeOfYear:
    by = {} if any(0 < count < SMALL for count in one.refused_by.values()) else one.refused_by
    return replace(one, refusals=_unless_few(one.refusals), refused_by=by)


def _unless_few(count: Count) -> Count:
    return Untold.TOO_FEW if not isinstance(count, Untold) and 0 < count < SMALL else count
