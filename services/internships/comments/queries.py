"""Figures a head may comment (chiffres publiés): each family, and each formation of a period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.identifiers import SchoolYear, Uai
from contracts.publication import FactFamily
from contracts.published import told_families
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import date_range
from services.internships.base.days import local_date
from services.internships.coverage.store.coverages import Coverages


@dataclass(frozen=True)
class Figure:
    """A figure of the supervisor's page: a whole family, or a formation for a period."""

    family: FactFamily
    coverage_id: UUID | None
    label: str

    @property
    def value(self) -> str:
        """The figure as a form sends it."""
        return f"{self.family}:{self.coverage_id or ''}"


async def figures_of(uow: UnitOfWork, uai: Uai) -> Sequence[Figure]:
    """What a head may comment: each family, then each formation of this year's periods."""
    year = SchoolYear.of(local_date(uow.now))
    cells = [
        Figure(
            FactFamily.COVERAGE,
            cell.id,
            f"{cell.label}, PFMP {_days(cell.starts_on, cell.ends_on)}",
        )
        for cell in await Coverages(uow).named(uai, year)
    ]
    return [*(Figure(family, None, family.label) for family in told_families()), *cells]


def _days(starts_on: date, ends_on: date) -> str:
    return date_range(starts_on, ends_on, weekday=False)
