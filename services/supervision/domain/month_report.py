"""The report of a month for the IA-DASEN: its figures, and what was known otherwise later."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.supervision.domain.indicators.measuring import Figure, Told, Unit, Untold
from services.supervision.domain.month_coverage import CoverageLine, Part
from services.supervision.domain.recorded_line import DEPARTMENT, RecordedLine
from services.supervision.domain.report_text import ReportText


@dataclass(frozen=True)
class Headline:
    """One of the first figures, beside that of the month before."""

    code: str
    title: str
    unit: Unit
    now: Told
    before: Told

    @property
    def change(self) -> float | None:
        """By how much it moved (of a rate: in points); None where one of the two is no figure."""
        now, before = _value(self.now), _value(self.before)
        return None if now is None or before is None else round(now - before, 1)


@dataclass(frozen=True)
class Done:
    """How many facts of one kind the lycées told, by UAI."""

    kind: str
    label: str
    by_lycee: Mapping[str, int]
    withheld: Sequence[str] = ()
    """Names of the lycées that keep these facts to themselves: they are not in the total."""

    @property
    def total(self) -> int:
        """Of all lycées that tell."""
        return sum(self.by_lycee.values())


@dataclass(frozen=True)
class Unheard:
    """A lycée that told nothing, or keeps its figures, and since when in words."""

    uai: str
    lycee: str
    text: str


@dataclass(frozen=True)
class MonthReport:
    """The figures of a month up to `until`, as they were known at the end of `known_on`."""

    month: str
    until: date
    known_on: date
    headlines: Sequence[Headline]
    coverage: Sequence[CoverageLine]
    indicators: Sequence[RecordedLine]
    done: Sequence[Done]
    unheard: Sequence[Unheard]
    exactness: Sequence[str]

    @property
    def lycees(self) -> Sequence[tuple[str, str]]:
        """UAI and name, by name."""
        return [(one.uai, one.lycee) for one in self.coverage]


@dataclass(frozen=True)
class MonthRecord:
    """A report as it was sent, with its text; nothing changes it."""

    id: UUID
    taken_at: datetime
    report: MonthReport
    text: ReportText


@dataclass(frozen=True)
class Correction:
    """A figure that is known otherwise than it was; `lycee` is empty where it is of the department."""

    what: str
    lycee: str
    unit: Unit
    then: Told
    now: Told


def corrections(then: MonthReport, now: MonthReport) -> Sequence[Correction]:
    """What is known otherwise of the same days, in the order of the report."""
    found = (*_of_headlines(then, now), *_of_coverage(then, now), *_of_indicators(then, now))
    return [one for one in found if one.then != one.now and one.now is not Untold.TODAY]


def compared_no_more(then: MonthReport, now: MonthReport) -> Sequence[str]:
    """The indicators of which nothing is known any more of these days, or that count otherwise."""
    known = {one.indicator: one for one in now.indicators}
    return [
        one.heading
        for one in then.indicators
        if (same := known.get(one.indicator)) is None
        or same.version != one.version
        or same.told[DEPARTMENT] is Untold.TODAY is not one.told[DEPARTMENT]
    ]


def _of_headlines(then: MonthReport, now: MonthReport) -> Iterator[Correction]:
    known = {one.code: one for one in now.headlines}
    for one in then.headlines:
        if one.code in known:
            yield Correction(one.title, "", one.unit, one.now, known[one.code].now)


def _of_coverage(then: MonthReport, now: MonthReport) -> Iterator[Correction]:
    known = {one.uai: one for one in now.coverage}
    nobody = CoverageLine("", "", Part(), Part())
    for one in then.coverage:
        same = known.get(one.uai, nobody)
        for label, before, since in (
            ("PFMP du mois", one.running, same.running),
            ("Prochains départs", one.coming, same.coming),
        ):
            what = f"{label}, élèves qui ont un lieu"
            yield Correction(what, one.lycee, Unit.PERCENT, before.rate, since.rate)
            for count, called in (("exempted", "dispensés"), ("left", "partis")):
                counts = (before.count(count), since.count(count))
                if not isinstance(before.rate, Untold) and not isinstance(since.rate, Untold):
                    yield Correction(f"{label}, {called}", one.lycee, Unit.COUNT, *counts)


def _of_indicators(then: MonthReport, now: MonthReport) -> Iterator[Correction]:
    known = {one.indicator: one for one in now.indicators}
    names = {DEPARTMENT: "", **dict(then.lycees)}
    for one in then.indicators:
        same = known.get(one.indicator)
        if same is None or same.version != one.version:
            continue
        for uai, told in one.told.items():
            since = same.told.get(uai, Untold.SILENT)
            yield Correction(one.heading, names.get(uai, uai), one.unit, told, since)


def _value(told: Told) -> float | None:
    if not isinstance(told, Figure):
        return None
    return told.numerator if told.denominator is None else told.percent
