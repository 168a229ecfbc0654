"""What is known otherwise today of the days of a month's report."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from contracts.publication import FactFamily
from services.supervision.base.figures import Figure, Told, Unit, Untold
from services.supervision.indicators.model import INDICATORS
from services.supervision.indicators.model.last_news import LAST_NEWS
from services.supervision.indicators.model.recorded_line import DEPARTMENT
from services.supervision.past.model import HELD
from services.supervision.report_coverage.model import (
    CoverageLine,
    CoveragePart,
    together,
)
from services.supervision.report_figures.model.month_report import Done, MonthReport
from services.supervision.report_figures.model.period_words import words_of

FAMILIES = {one.code: one.family for one in INDICATORS}
"""The family a head may keep, by the code of the indicator."""
OVER = "qui étaient terminées"


@dataclass(frozen=True)
class Correction:
    """A figure that is known otherwise than it was; `lycee` is empty where it is of the department."""

    what: str
    lycee: str
    unit: Unit
    then: Told
    now: Told
    of_a_line: bool = False
    """Whether it is the part of one lycée in a line of the department that is corrected too."""


def corrections(then: MonthReport, now: MonthReport) -> Sequence[Correction]:
    """What is known otherwise of the same days, in the order of the report.

    Only what has a date of its own, or was over: the places found since for later departures, and
    whom nobody heard of, are no corrections. Nor is what a head keeps, or opens, since.
    """
    found = (*_of_coverage(then, now), *_of_done(then, now), *_of_indicators(then, now))
    return [one for one in found if one.then != one.now and one.now is not Untold.TODAY]


def compared_no_more(then: MonthReport, now: MonthReport) -> Sequence[str]:
    """The indicators of which nothing is known any more of these days, or that count otherwise."""
    if _same_day(then, now):
        return []
    known = {one.indicator: one for one in now.indicators}
    return [
        one.heading
        for one in then.indicators
        if (same := known.get(one.indicator)) is None
        or same.version != one.version
        or same.told[DEPARTMENT] is Untold.TODAY is not one.told[DEPARTMENT]
    ]


def published_no_more(then: MonthReport, now: MonthReport) -> Sequence[tuple[str, FactFamily]]:
    """What heads keep now and did not when the report was measured: the lycée, and the family."""
    return [
        (name, family)
        for uai, name in then.lycees
        for family in now.kept.get(uai, ())
        if family not in then.kept.get(uai, ())
    ]


def _of_coverage(then: MonthReport, now: MonthReport) -> Iterator[Correction]:
    changed = _changed(then, now, FactFamily.COVERAGE)
    running = words_of(then.period).running
    known = {one.uai: one for one in now.coverage}
    pairs = [
        (one, known[one.uai])
        for one in then.coverage
        if one.over is not None and one.uai in known and one.uai not in changed
    ]
    if len(pairs) == len(then.coverage):
        yield from _of_all_pfmp([one for one, _ in pairs], [one for _, one in pairs], running)
    for one, same in pairs:
        before, since = _over(one), _over(same)
        label = running if before == one.running else f"{running} {OVER}"
        what = f"{label}, élèves qui ont un lieu"
        yield Correction(what, one.lycee, Unit.PERCENT, before.rate, since.rate)
        if isinstance(before.rate, Untold) or isinstance(since.rate, Untold):
            continue
        for count, called in (("exempted", "dispensés"), ("left", "partis")):
            counts = (before.count(count), since.count(count))
            yield Correction(f"{label}, {called}", one.lycee, Unit.COUNT, *counts)


def _of_all_pfmp(
    then: Sequence[CoverageLine], now: Sequence[CoverageLine], running: str
) -> Iterator[Correction]:
    before, since = together(then, _over), together(now, _over)
    whole = before == together(then, lambda one: one.running)
    label = running if whole else f"{running} {OVER}"
    having, lacking = (
        f"Élèves qui ont un lieu d’accueil, {label}",
        f"Élèves sans lieu d’accueil, {label}",
    )
    yield Correction(having, "", Unit.PERCENT, before.rate, since.rate)
    yield Correction(lacking, "", Unit.COUNT, before.count("without"), since.count("without"))


def _over(line: CoverageLine) -> CoveragePart:
    return line.over or CoveragePart()


def _of_done(then: MonthReport, now: MonthReport) -> Iterator[Correction]:
    known = {one.kind: one for one in now.done}
    for one in then.done:
        same = known.get(one.kind)
        if same is not None and not _kept_since(one, same, then, now):
            yield Correction(one.label, "", Unit.COUNT, Figure(one.total), Figure(same.total))


def _kept_since(one: Done, same: Done, then: MonthReport, now: MonthReport) -> bool:
    """Whether the total is another one because a head keeps, or opens, these facts since."""
    changed = _changed(then, now, FactFamily.EXCHANGES)
    return one.kind == HELD and not changed.isdisjoint({*one.by_lycee, *same.by_lycee})


def _of_indicators(then: MonthReport, now: MonthReport) -> Iterator[Correction]:
    if _same_day(then, now):
        return
    known = {one.indicator: one for one in now.indicators}
    names = {DEPARTMENT: "", **dict(then.lycees)}
    for one in then.indicators:
        same = known.get(one.indicator)
        if same is None or same.version != one.version or one.indicator == LAST_NEWS.code:
            continue
        changed = _changed(then, now, FAMILIES[one.indicator])
        skipped = {*changed, DEPARTMENT} if changed & one.told.keys() else changed
        moved = DEPARTMENT not in skipped and one.told[DEPARTMENT] != same.told[DEPARTMENT]
        for uai, told in one.told.items():
            if uai not in skipped:
                yield Correction(
                    *(one.heading, names.get(uai, uai), one.unit),
                    *(told, same.told.get(uai, Untold.SILENT)),
                    of_a_line=uai != DEPARTMENT and moved,
                )


def _changed(then: MonthReport, now: MonthReport, family: FactFamily | None) -> set[str]:
    """The UAI of those that keep a family and did not, or tell it and did not."""
    return {
        uai
        for uai in {*then.kept, *now.kept}
        if (family in then.kept.get(uai, ())) != (family in now.kept.get(uai, ()))
    }


def _same_day(then: MonthReport, now: MonthReport) -> bool:
    """Whether the day the figures are of is still going on: indicators of a state move with it."""
    return then.until == now.known_on
