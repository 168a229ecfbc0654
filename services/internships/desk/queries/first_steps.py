"""What a bureau has not begun yet this school year."""

from enum import StrEnum
from typing import Any

from sqlalchemy import Select, select

from contracts.identifiers import SchoolYear, Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.formations.tables import classes
from services.internships.periods.model import PeriodStatus
from services.internships.periods.tables.periods import periods


class FirstStep(StrEnum):
    """What is to be done first."""

    CLASSES = "classes"
    PERIOD = "period"


async def read_first_step(uow: UnitOfWork, year: SchoolYear) -> FirstStep | None:
    """What one of the lycées in scope still misses; None once each has published a period."""
    lycees = uow.scope.uais
    with_classes = select(classes.c.uai).where(classes.c.school_year == year)
    published = periods.c.status == PeriodStatus.PUBLISHED.value
    begun = select(periods.c.uai).where(periods.c.school_year == year, published)
    if not await _all_of(uow, lycees, with_classes):
        return FirstStep.CLASSES
    return None if await _all_of(uow, lycees, begun) else FirstStep.PERIOD


async def _all_of(uow: UnitOfWork, lycees: frozenset[Uai], having: Select[Any]) -> bool:
    found = (await uow.execute(having.distinct())).scalars()
    return lycees <= set(found)
