"""The report of a month for the IA-DASEN: its figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from contracts.publication import FactFamily
from services.supervision.base.figures import Figure, Told, Unit, Untold
from services.supervision.indicators.model.recorded_line import RecordedLine
from services.supervision.past.model import Month, Period, period_of_key
from services.supervision.report_coverage.model import CoverageLine


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
        """By how much it moved (of a rate: in points); None where one of the two is no figure, or not all of it."""
        now, before = _value(self.now), _value(self.before)
        return None if now is None or before is None else round(now - before, 1)


@dataclass(frozen=True)
class Done:
    """How many facts of one kind the lycées told, by UAI."""

    kind: str
    label: str
    by_lycee: Mapping[str, int]
    withheld: Sequence[str] = ()
    """Names of the lycées that keep these facts to themselves: what they do is not in the total."""
    since: Mapping[str, date] = field(default_factory=dict)
    """By name, the day they began to: what they told of the days before is in the total."""
    told: bool = True
    """Whether some lycée ever told one, or that there is none: else none of these days is no zero."""

    def many(self, lycees: int) -> Told:
        """How many, of so many lycées; what all of them keep, or none ever told, is no zero."""
        if self.withheld and len(self.withheld) == lycees:
            return Untold.WITHHELD
        return Figure(self.total) if self.total or self.told else Untold.UNTOLD

    @property
    def total(self) -> int:
        """The total of all lycées that tell."""
        return sum(self.by_lycee.values())


@dataclass(frozen=True)
class Unheard:
    """A lycée that told nothing, or keeps its figures, and since when in words."""

    uai: str
    lycee: str
    text: str


@dataclass(frozen=True)
class DeclaredLine:
    """A figure a lycée that publishes none declared of a month: in no total."""

    heading: str
    unit: Unit
    lycee: str
    numerator: int
    denominator: int | None
    told_on: date
    source: str
    """In words."""

    @property
    def figure(self) -> Figure:
        """Its figure."""
        return Figure(self.numerator, self.denominator)


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
    measured_at: datetime | None = None
    """When it was measured: on `known_on` itself, that day was going on."""
    kept: Mapping[str, Sequence[FactFamily]] = field(default_factory=dict)
    """By UAI, the families heads kept to themselves when it was measured."""

    beside: Sequence[Headline] = ()
    """Of a year: each indicator of the department beside that of the year before."""
    lycees_before: Sequence[RecordedLine] = ()
    """Of a year: each indicator of `beside`, of each lycée, as of the same day of the year before."""
    network: Sequence[Headline] = ()
    """Of a year: what the network did, beside the year before."""
    months: Sequence[RecordedLine] = ()
    """Of a year: what was done month by month, by the key of the month."""
    aims: Sequence[Headline] = ()
    """Of a year: what is told, beside what was aimed at."""
    declared: Sequence[DeclaredLine] = ()
    """What lycées declared of the month and do not publish."""

    @property
    def period(self) -> Period:
        """The month or the school year it is of."""
        return period_of_key(self.month) or Month.of(self.until)

    @property
    def lycees(self) -> Sequence[tuple[str, str]]:
        """UAI and name, by name."""
        return [(one.uai, one.lycee) for one in self.coverage]


def _value(told: Told) -> float | None:
    if not isinstance(told, Figure) or told.at_least:
        return None
    return told.numerator if told.denominator is None else told.percent
