"""The calendars of classes, as the pages show them."""

from collections.abc import Sequence

from contracts.identifiers import SchoolYear
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.calendars.model import CalendarState, ClassCalendar
from services.internships.calendars.store import ClassCalendars


async def read_calendars(uow: UnitOfWork, year: SchoolYear) -> Sequence[ClassCalendar]:
    """The classes of the lycées in scope, by lycée and label."""
    return await ClassCalendars(uow).of_year(uow.scope.uais, year)


async def count_to_check(uow: UnitOfWork, year: SchoolYear) -> int:
    """Classes of which nobody knows yet whether they go to a company this year."""
    calendars = await read_calendars(uow, year)
    return sum(one.state is CalendarState.TO_CHECK for one in calendars)
