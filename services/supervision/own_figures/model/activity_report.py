"""The activity report of a lycée for its board (conseil d’administration): its figures, nothing else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from services.supervision.base.figures import Figure, Told, Unit, Untold
from services.supervision.base.small_numbers import SMALL
from services.supervision.coverage.model.coverage import Cell
from services.supervision.indicators.model.indicator import Indicator
from services.supervision.own_figures.model.report_days import ReportDays
from services.supervision.report_coverage.model import CoveragePart, part_of, runs_in
from services.supervision.report_figures.model.month_report import Headline


@dataclass(frozen=True)
class FormationLine:
    """A formation in one PFMP of the period."""

    formation: str
    starts_on: date
    ends_on: date
    part: CoveragePart


@dataclass(frozen=True)
class ActivityReport:
    """What a lycée told of some days, beside the same days a year earlier where it told those."""

    uai: str
    lycee: str
    days: ReportDays
    until: date
    """The last day it is of."""
    made_on: date
    """The day it was known, and made."""
    heard: bool
    """Whether the department ever heard anything of the lycée by then."""
    coverage: Sequence[FormationLine]
    together: Headline
    """The rate of all of them."""
    done: Sequence[Headline]
    """How often each kind of facts happened."""
    indicators: Sequence[tuple[Indicator, Headline]]
    """Of the school year of the last day, up to it."""

    @property
    def total(self) -> CoveragePart:
        """All formations and PFMP."""
        total = CoveragePart()
        for line in self.coverage:
            total += line.part
        return total

    @property
    def told(self) -> Sequence[tuple[Indicator, Headline]]:
        """The indicators that are known as of its last day."""
        return [one for one in self.indicators if one[1].now is not Untold.TODAY]

    @property
    def of_today_alone(self) -> Sequence[str]:
        """Indicators known of today alone."""
        return [one.title for one, line in self.indicators if line.now is Untold.TODAY]

    @property
    def compared(self) -> bool:
        """Whether any figure of a year before is known: of a new lycée a whole column would say none."""
        lines = (self.together, *self.done, *(line for _, line in self.told))
        return any(isinstance(one.before, Figure) for one in lines)

    @property
    def names_few(self) -> bool:
        """Whether some figure is about one to four pupils: whoever knows a class may know them."""
        return any(0 < count < SMALL for count in self._of_pupils())

    def _of_pupils(self) -> Iterator[int]:
        for line in self.coverage:
            part = line.part
            yield from (part.covered, part.without, part.exempted, part.left)
        for _, headline in self.told:
            told = headline.now
            if headline.unit is Unit.PERCENT and isinstance(told, Figure):
                yield from (told.numerator, (told.denominator or 0) - told.numerator)


def formation_lines(cells: Sequence[Cell], first: date, until: date) -> Sequence[FormationLine]:
    """The PFMP that ran in these days, by their first day, formation by formation."""
    return [
        FormationLine(one.formation, one.starts_on, one.ends_on, part_of(one))
        for one in cells
        if one.starts_on and one.ends_on and runs_in(one, first, until)
    ]


def of_kind(code: str, label: str, now: Told, before: Told) -> Headline:
    """How often a kind of facts happened, and a year earlier."""
    return Headline(code, label, Unit.COUNT, now, before)
