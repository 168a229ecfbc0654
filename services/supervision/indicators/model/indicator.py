"""What an indicator is, the facts of a lycée it is measured on, and what is told of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Literal

from contracts.publication import FactFamily
from services.supervision.base.figures import Count, Figure, Told, Unit, Untold
from services.supervision.coverage.model.coverage import Cell, Counts
from services.supervision.network_dues.model import DueFacts
from services.supervision.publication.model import TELLS_ALL, Publication

NO_DUES = DueFacts()


class Theme(StrEnum):
    """What indicators are about, in the order they are read (thème)."""

    PLACES = "Lieux d’accueil"
    PARTNERS = "Entreprises et partenariats"
    ACTIONS = "Actions école-entreprise"
    AIDS = "Aides et taxe d’apprentissage"
    NEEDS = "Besoins d’entreprises"
    OFFER = "Offre de formation"
    NETWORK = "Réseau"


@dataclass(frozen=True)
class DepartmentFacts:
    """What is known of the department as a whole."""

    dues: DueFacts = NO_DUES
    """Of today alone: needs as a whole, and the requests of all lycées."""
    offer_files: Mapping[str, int] | None = None
    """Files of the training offer by state; None: none was ever told of."""


NO_DEPARTMENT = DepartmentFacts()


@dataclass(frozen=True)
class LyceeFacts:
    """What one lycée told of a school year, and of today where `of_today` says so.

    What no event told is `Untold.UNTOLD`: it is never counted as zero.
    """

    uai: str
    lycee: str
    today: date
    current: bool = True
    """Whether the school year is the one that is going on."""
    past: bool = False
    """Whether it is told as of a day that is over, which `today` then is."""
    heard_on: date | None = None
    """The day of its last news, in Paris; None: nothing was ever heard."""
    publication: Publication = TELLS_ALL
    cells: Sequence[Cell] = ()
    counts_on: Mapping[int, Sequence[Counts]] = field(default_factory=dict)
    """Coverage as it was known at the end of so many days after each departure (before: negative)."""
    confirmed: Mapping[str, int] = field(default_factory=dict)
    """Confirmations by who found the place (`PlacementOrigin`)."""
    new_hosts: int = 0
    """Of these, those at a host that was new to the lycée."""
    refusals: Count = Untold.UNTOLD
    partnerships_active: Count = Untold.UNTOLD
    partnerships_under_agreement: int = 0
    declarations: Count = Untold.UNTOLD
    held: Mapping[str, int] | None = None
    """Actions held, by kind (`ActionKind`); None: neither an action was told nor that there is none."""
    participations: int = 0
    """Of pupils, in these actions."""
    partnered: int = 0
    """Of these actions, those with a partner of the network."""
    partners: Mapping[str, int] = field(default_factory=dict)
    """How many by partner (`ActionPartner`): an action with two is counted at each."""
    mobility_pupils: Count = Untold.UNTOLD
    mobility_euros: Count = Untold.UNTOLD
    pledging_companies: Count = Untold.UNTOLD
    pledged_euros: Count = Untold.UNTOLD
    signals: Count = Untold.UNTOLD
    dues: DueFacts = NO_DUES
    """Needs it was given, and requests for support it made."""
    department: DepartmentFacts | None = None
    """Of the whole department; None to who reads their own lycée alone."""


@dataclass(frozen=True)
class Indicator:
    """One figure asked of every lycée: what it counts, from which facts, and its version.

    `measure` returns no figure when no event told one, None when nobody is to be counted yet. A change of what is counted is a new
    version, so that two years are never compared unaware.
    """

    code: str
    """Stable: sheets refer to it."""
    theme: Theme
    title: str
    definition: str
    unit: Unit
    family: FactFamily | None
    """The family a head may keep; None: always told."""
    sources: tuple[str, ...]
    """The events it is counted from, by the name of their class."""
    measure: Callable[[LyceeFacts], Told | None]
    numerator: str = ""
    denominator: str = ""
    """What the two counts of a part are."""
    version: int = 1
    of_today: bool = False
    """Whether it is known as of today alone, not for a school year that is over."""
    of_any_day: bool = False
    """Whether its facts are dated, so that it can be told as it was on a day that is over."""
    by_period: bool = False
    """Whether a head that keeps the family keeps only what is told of periods that were not over."""
    of_department: Callable[[DepartmentFacts], Told | None] | None = None
    """The figure of the department, where it is more than that of its lycées together."""
    department_alone: bool = False
    """Whether no lycée has a figure of it."""
    together: Literal["sum", "most"] = "sum"
    """What all lycées together are: the sum, or the one with the most."""


def of_dues(measure: Callable[[DueFacts], Told | None]) -> Callable[[DepartmentFacts], Told | None]:
    """The figure of the department that is measured on what waits in it as on a lycée’s."""
    return lambda facts: measure(facts.dues)


def definition(indicator: Indicator) -> str:
    """What is counted, in one text."""
    if not indicator.denominator:
        return indicator.definition
    return f"{indicator.numerator} / {indicator.denominator}. {indicator.definition}"


def told(indicator: Indicator, facts: LyceeFacts) -> Told:
    """The figure of a lycée, or why there is none."""
    if indicator.department_alone:
        return Untold.DEPARTMENT
    of_now = not indicator.of_any_day if facts.past else indicator.of_today and not facts.current
    if of_now:
        return Untold.TODAY
    measured = indicator.measure(facts)
    if isinstance(measured, Figure) and measured.denominator == 0:
        measured = None
    if _kept(indicator, facts) and not (indicator.by_period and isinstance(measured, Figure)):
        return Untold.WITHHELD
    if isinstance(measured, Figure):
        return measured
    if facts.heard_on is None:
        return Untold.SILENT
    return measured if isinstance(measured, Untold) else Untold.NOTHING


def _kept(indicator: Indicator, facts: LyceeFacts) -> bool:
    if indicator.family is None:
        return facts.publication.tells_nothing
    return indicator.family in facts.publication.closed


_MISSING = frozenset({Untold.WITHHELD, Untold.SILENT, Untold.UNTOLD, Untold.TOO_FEW})


@dataclass(frozen=True)
class IndicatorLine:
    """An indicator for every lycée and for all of them together."""

    indicator: Indicator
    by_lycee: Mapping[str, Told]
    total: Told
    """Of those that told: see `without`."""

    @property
    def without(self) -> int:
        """How many lycées are not in the total although they have something to tell."""
        if self.indicator.of_department is not None:
            return 0
        return sum(one in _MISSING for one in self.by_lycee.values())


def line(indicator: Indicator, lycees: Iterable[LyceeFacts]) -> IndicatorLine:
    """One line of the table."""
    lycees = list(lycees)
    by_lycee = {facts.uai: told(indicator, facts) for facts in lycees}
    if indicator.of_department is not None and lycees:
        whole = _whole(indicator, lycees[0])
        if whole is Untold.UNTOLD and all(one == Figure(0) for one in by_lycee.values()):
            whole = Figure(0)  # none of each is none of all
        return IndicatorLine(indicator, by_lycee, whole)
    figures = [one for one in by_lycee.values() if isinstance(one, Figure)]
    if not figures:
        return IndicatorLine(indicator, by_lycee, _reason(by_lycee.values()))
    if indicator.together == "most":
        return IndicatorLine(indicator, by_lycee, max(figures, key=lambda one: one.numerator))
    total = figures[0]
    for figure in figures[1:]:
        total += figure
    if total == Figure(0) and not _MISSING.isdisjoint(by_lycee.values()):
        # None in some lycées says nothing of the others.
        return IndicatorLine(indicator, by_lycee, _reason(by_lycee.values()))
    return IndicatorLine(indicator, by_lycee, total)


def _whole(indicator: Indicator, facts: LyceeFacts) -> Told:
    """The figure of the department, as of the day the lycées are looked at."""
    if indicator.of_department is None or (facts.past and not indicator.of_any_day):
        return Untold.TODAY
    measured = indicator.of_department(facts.department or NO_DEPARTMENT)
    if isinstance(measured, Figure) and measured.denominator == 0:
        measured = None
    return Untold.NOTHING if measured is None else measured


def _reason(told: Iterable[Told]) -> Untold:
    """Why there is no figure of all lycées: what is said of each where they are alike."""
    reasons = {one for one in told if isinstance(one, Untold)} - {Untold.NOTHING}
    if not reasons:
        return Untold.NOTHING
    return reasons.pop() if len(reasons) == 1 else Untold.UNTOLD


def of_each(line: IndicatorLine, uais: Iterable[str]) -> IndicatorLine:
    """The line with exactly these lycées, in their order.

    Lycées and figures are read one after the other: one that was heard of between has none.
    """
    return replace(line, by_lycee={uai: line.by_lycee.get(uai, Untold.SILENT) for uai in uais})
