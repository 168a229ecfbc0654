"""What a lycée declared, beside what it publishes of the same months since."""

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.identifiers import SchoolYear, Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.base.figures import Told, Untold
from services.supervision.base.today import today_of
from services.supervision.declared_figures.model import DeclaredFigure
from services.supervision.declared_figures.queries import declared_of_year
from services.supervision.indicators.model import BY_CODE
from services.supervision.indicators.model.indicator import Indicator, told
from services.supervision.indicators.queries.facts import lycee_facts
from services.supervision.month_reports.labels import headline_change
from services.supervision.month_reports.model.month_report import Headline
from services.supervision.past.model import Moment


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
