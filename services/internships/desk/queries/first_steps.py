"""What a bureau has not begun yet this school year."""

from enum import StrEnum

from sqlalchemy import select

from contracts.identifiers import SchoolYear
from services.chassis.database.readings import Reading, Rows
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.parameters import LYCEES, YEAR, given
from services.internships.formations.tables import classes
from services.internships.periods.model import PeriodStatus
from services.internships.periods.tables import periods


class FirstStep(StrEnum):
    """What is to be done first."""

    CLASSES = "classes"
    PERIOD = "period"


async def read_first_step(uow: UnitOfWork, year: SchoolYear) -> FirstStep | None:
    """What one of the lycées in scope still misses; None once each has published a period."""
    lycees = uow.scope.uais
    asked = given(lycees, year=year)
    if not lycees <= await WITH_CLASSES.of(uow, asked):
        return FirstStep.CLASSES
    return None if lycees <= await WITH_A_PERIOD.of(uow, asked) else FirstStep.PERIOD


def _lycees(rows: Rows) -> frozenset[str]:
    return frozenset(row.uai for row in rows)


WITH_CLASSES = Reading(
    select(classes.c.uai).where(classes.c.uai == LYCEES, classes.c.school_year == YEAR).distinct(),
    _lycees,
)
WITH_A_PERIOD = Reading(
    select(periods.c.uai)
    .where(
        periods.c.uai == LYCEES,
        periods.c.school_year == YEAR,
        periods.c.status == PeriodStatus.PUBLISHED.value,
    )
    .distinct(),
    _lycees,
)
