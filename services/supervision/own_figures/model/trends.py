"""How a lycée’s own figures moved: beside those of a month ago, and of a year ago at the same date."""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contracts.identifiers import SchoolYear
from services.supervision.base.figures import Figure, Told, Unit
from services.supervision.indicators.model.actions_held import ACTIONS_HELD, VISITS_HELD
from services.supervision.indicators.model.active_partnerships import ACTIVE_PARTNERSHIPS
from services.supervision.indicators.model.coverage_rate import COVERAGE_RATE
from services.supervision.indicators.model.host_refusals import HOST_REFUSALS
from services.supervision.indicators.model.indicator import Indicator
from services.supervision.indicators.model.network_actions import NETWORK_ACTIONS
from services.supervision.indicators.model.new_hosts import NEW_HOSTS
from services.supervision.indicators.model.partnerships_under_agreement import (
    PARTNERSHIPS_UNDER_AGREEMENT,
)
from services.supervision.indicators.model.pupils_reached import PUPILS_REACHED
from services.supervision.indicators.model.signed_before_departure import SIGNED_BEFORE_DEPARTURE
from services.supervision.indicators.model.without_place import (
    WITHOUT_AFTER,
    WITHOUT_BEFORE,
    WITHOUT_THAT_DAY,
)
from services.supervision.report_figures.model.month_report import Headline

FIRST_READ = (
    *(COVERAGE_RATE.code, WITHOUT_THAT_DAY.code, SIGNED_BEFORE_DEPARTURE.code),
    *(NEW_HOSTS.code, ACTIVE_PARTNERSHIPS.code, ACTIONS_HELD.code),
)
"""The figures a bureau reads first, in their order."""
_MORE_IS_BETTER = frozenset(
    {
        *(COVERAGE_RATE.code, SIGNED_BEFORE_DEPARTURE.code, ACTIONS_HELD.code, VISITS_HELD.code),
        *(
            NETWORK_ACTIONS.code,
            PUPILS_REACHED.code,
            ACTIVE_PARTNERSHIPS.code,
            PARTNERSHIPS_UNDER_AGREEMENT.code,
        ),
    }
)
_FEWER_IS_BETTER = frozenset(
    {*(one.code for one in (WITHOUT_BEFORE, WITHOUT_THAT_DAY, WITHOUT_AFTER)), HOST_REFUSALS.code}
)
"""Of the other ones, such as who found the places, or whether hosts are new, neither is better."""


class Verdict(StrEnum):
    """What a move means for the pupils; a new indicator says nothing until it is entered above."""

    BETTER = "mieux"
    WORSE = "moins bien"
    SAME = "inchangé"


@dataclass(frozen=True)
class Beside:
    """A figure of another day beside that of today."""

    headline: Headline
    verdict: Verdict | None
    """None: there is nothing to compare, or neither way is better."""

    @property
    def compared(self) -> bool:
        """Whether both are figures."""
        return self.headline.change is not None


@dataclass(frozen=True)
class OwnLine:
    """An indicator of one lycée: today, and what it was. None: of another school year, or unknown of."""

    indicator: Indicator
    now: Told
    month: Beside | None
    year: Beside | None


@dataclass(frozen=True)
class Summary:
    """How many of the figures that can be compared with those of another day are better, or worse."""

    better: int = 0
    worse: int = 0
    same: int = 0


def a_month_before(day: date) -> date:
    """The day a month before, or the last one of that month."""
    year, month = (day.year, day.month - 1) if day.month > 1 else (day.year - 1, 12)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def a_year_before(day: date) -> date:
    """The day a year before; of 29 February, the 28."""
    return day.replace(year=day.year - 1, day=min(day.day, monthrange(day.year - 1, day.month)[1]))


def month_to_compare(today: date) -> date | None:
    """A month ago; None: that was another school year, whose counts began long before."""
    day = a_month_before(today)
    return day if SchoolYear.of(day) == SchoolYear.of(today) else None


def beside(indicator: Indicator, now: Told, then: Told, *, grows: bool) -> Beside:
    """`grows`: whether both count from the same first day, so that a count can only be more."""
    headline = Headline(indicator.code, indicator.title, indicator.unit, now, then)
    return Beside(headline, _verdict(headline, grows=grows))


def _verdict(of: Headline, *, grows: bool) -> Verdict | None:
    if of.change is None or (grows and of.unit is not Unit.PERCENT):
        return None
    more = of.code in _MORE_IS_BETTER
    if not (more or of.code in _FEWER_IS_BETTER):
        return None
    if of.change == 0:
        return Verdict.SAME
    return Verdict.BETTER if (of.change > 0) == more else Verdict.WORSE


def summary(figures: Iterable[Beside | None]) -> Summary:
    """The verdicts on the figures of one other day, counted."""
    found: Sequence[Verdict | None] = [one.verdict for one in figures if one]
    counts: Mapping[Verdict, int] = {one: found.count(one) for one in Verdict}
    return Summary(counts[Verdict.BETTER], counts[Verdict.WORSE], counts[Verdict.SAME])


def has_figures(lines: Iterable[OwnLine]) -> bool:
    """Whether any figure is told."""
    return any(isinstance(one.now, Figure) for one in lines)
