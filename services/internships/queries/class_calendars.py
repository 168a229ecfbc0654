"""The calendars of classes, as the pages show them."""

from collections.abc import Sequence

from sqlalchemy import select

from contracts.identifiers import SchoolYear
from services.chassis.work import UnitOfWork
from services.internships.domain.class_calendar import CalendarState, ClassCalendar
from services.internships.storage.class_calendars import ClassCalendars
from services.internships.storage.formation_tables import classes


async def read_calendars(uow: UnitOfWork, year: SchoolYear) -> Sequence[ClassCalendar]:
    """The classes of the lycées in scope, by lycée and label."""
    return await ClassCalendars(uow).of_year(uow.scope.uais, year)


async def count_to_check(uow: UnitOfWork, year: SchoolYear) -> int:
    """Classes of which nobody knows yet whether they go to a company this year."""
    calendars = await read_calendars(uow, year)
    return sum(one.state is CalendarState.TO_CHECK for one in calendars)


async def read_years(uow: UnitOfWork) -> Sequence[SchoolYear]:
    """The school years that have classes."""
    statement = select(classes.c.school_year).where(classes.c.uai.in_(uow.scope.uais)).distinct()
    return [SchoolYear(year) for year in (await uow.execute(statement)).scalars()]
