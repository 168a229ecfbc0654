"""Somebody of the lycée says that classes have no (other) PFMP this year."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.chassis.base.errors import Invalid, NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.calendars.model import CalendarState, NoneExpected
from services.internships.calendars.store import ClassCalendars


class NoClassChosen(Invalid):
    """Nothing was said of any class."""

    code = "no-class-chosen"
    title = "Cochez au moins une classe"


@dataclass(frozen=True)
class Said:
    """What was recorded (`act_id` takes it back), and the classes that needed no word."""

    act_id: UUID
    recorded: tuple[str, ...]
    settled: tuple[str, ...]


async def expect_no_period(uow: UnitOfWork, *, class_ids: Collection[UUID], now: datetime) -> Said:
    """Record that no (other) period is expected of these classes (aucune PFMP prévue).

    A class whose calendar is defined, or of which it was said already, is left as it is. Raises
    NoClassChosen; NotFound when one of the classes is not in scope: nothing is recorded then.
    """
    if not class_ids:
        raise NoClassChosen(field="class_ids")
    calendars = ClassCalendars(uow)
    chosen = await calendars.with_ids(class_ids)
    if len(chosen) < len(set(class_ids)):
        raise NotFound
    open_ones = [one for one in chosen if one.state is CalendarState.TO_CHECK]
    role = uow.actor.role if uow.actor else None
    expected = NoneExpected(uow.new_id(), local_date(now), role)
    new = await calendars.expect_none(open_ones, expected)
    return Said(
        expected.act,
        tuple(one.label for one in chosen if one.class_id in new),
        tuple(one.label for one in chosen if one.class_id not in new),
    )
