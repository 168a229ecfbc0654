"""What a lycée declared: beside what it publishes of the same months since, and alone while it is not in yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.identifiers import SchoolYear, Uai
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.base.figures import Told, Untold
from services.supervision.base.today import today_of
from services.supervision.coverage.queries.coverage import heard_from, lycee_names
from services.supervision.declared_figures.model import DeclaredFigure, DeclaredLycee
from services.supervision.declared_figures.queries import declared_of_year
from services.supervision.declared_figures.store import DeclaredFigures, DeclaredLycees
from services.supervision.indicators.model import BY_CODE
from services.supervision.indicators.model.indicator import Indicator, told
from services.supervision.indicators.queries.facts import lycee_facts
from services.supervision.past.model import Moment
from services.supervision.report_figures.labels import headline_change
from services.supervision.report_figures.model.month_report import Headline


@dataclass(frozen=True)
class DeclaredBeside:
    """A declared figure, and what the lycée publishes of that month now."""

    indicator: Indicator
    figure: DeclaredFigure
    published: Told

    @property
    def difference(self) -> str:
        """« +3 », « −2,5 points », « aucun »; empty: the lycée publishes no figure of it."""
        one = self.indicator
        beside = Headline(one.code, one.title, one.unit, self.published, self.figure.figure)
        return "aucun" if beside.change == 0 else headline_change(beside)


async def declared_beside(uow: UnitOfWork, uai: Uai, year: SchoolYear) -> Sequence[DeclaredBeside]:
    """Declared figures of the months of a year, as known today."""
    today, found = today_of(uow), []
    figures = [one for one in await declared_of_year(uow, year) if one.of.uai == uai]
    for month in dict.fromkeys(one.of.month for one in figures):
        facts = await lycee_facts(uow, year, Moment(month.until(today), today))
        own = next((one for one in facts if one.uai == uai), None)
        found += [
            DeclaredBeside(known, one, told(known, own) if own else Untold.SILENT)
            for one in figures
            if one.of.month == month and (known := BY_CODE.get(one.of.indicator))
        ]
    return found


@dataclass(frozen=True)
class LyceeNotIn:
    """A lycée that is not in Passerelle yet: what it declared of a year, and the years it declared anything of."""

    uai: Uai
    name: str
    figures: Sequence[tuple[Indicator, DeclaredFigure]]
    years: Sequence[SchoolYear]


async def lycees_not_in(uow: UnitOfWork) -> Sequence[DeclaredLycee]:
    """The lycées the supervisor named that are not in yet, by name."""
    names = await lycee_names(uow)
    unnamed = [one for one in await DeclaredLycees(uow).all() if one.uai not in names]
    if not unnamed:
        return ()
    # Who was heard is in, though no name of it came yet.
    inside = {one.uai for one in await heard_from(uow)}
    return [one for one in unnamed if one.uai not in inside]


async def lycee_not_in(uow: UnitOfWork, uai: Uai, year: SchoolYear) -> LyceeNotIn:
    """One of them. Raises NotFound, to who reads their own lycée alone too."""
    named = await lycees_not_in(uow) if uow.scope.department_wide else ()
    name = next((one.name for one in named if one.uai == uai), None)
    if name is None:
        raise NotFound
    figures = [
        (known, one)
        for one in await declared_of_year(uow, year)
        if one.of.uai == uai and (known := BY_CODE.get(one.of.indicator))
    ]
    months = await DeclaredFigures(uow).months(uai)
    years = {SchoolYear.of(one.first) for one in months} | {year, SchoolYear.of(today_of(uow))}
    return LyceeNotIn(uai, name, figures, sorted(years, reverse=True))
