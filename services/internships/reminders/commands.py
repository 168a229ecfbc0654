"""Reminders of periods: looked at each morning of a working day, told once for each threshold."""

from datetime import date, datetime, time

from contracts.identifiers import PeriodId, SchoolYear, Uai
from contracts.internships.reminders import (
    PeriodReminderAskedV1,
    ReminderId,
    YearEndId,
    YearEndReminderAskedV1,
)
from services.chassis.base.working_days import is_working_day, next_working_day
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import PARIS, local_date
from services.internships.reminders.model.thresholds import due_on
from services.internships.reminders.model.year_end import is_to_remind, year_end_id
from services.internships.reminders.queries import read_needs, read_reminded_periods
from services.internships.reminders.store import ToldReminders

JOB, YEAR_END_JOB = "remind_of_periods", "remind_of_year_end"
IN_THE_MORNING = time(6, 0)


async def plan_reminders(uow: UnitOfWork, *, uai: Uai, night: str, now: datetime) -> None:
    """Have what periods lack looked at this morning (rappels), if anybody works today.

    `night`: the key of the night that plans it, its date: one that was missed is made up for. The
    first night after an upgrade has another key.
    """
    today = local_date(now)
    if is_working_day(today):
        try:
            since = date.fromisoformat(night)
        except ValueError:
            since = today
        await _plan(uow, uai=uai, since=since, day=today)
    if is_to_remind(today):
        key = f"{today:%Y-%m}"
        due_at = datetime.combine(today, IN_THE_MORNING, tzinfo=PARIS)
        await uow.schedule(YEAR_END_JOB, key=key, due_at=due_at, uai=uai)


async def remind_of_year_end(uow: UnitOfWork, *, uai: Uai, key: str, now: datetime) -> None:
    """Tell that the school year comes to its end (fin d’année), in the month it was planned for."""
    today = local_date(now)
    if f"{today:%Y-%m}" != key:
        return
    year = SchoolYear.of(today)
    reminded = YearEndReminderAskedV1(
        year_end_id=YearEndId(year_end_id(uai, year)), school_year=year, occurred_on=today
    )
    uow.publish(reminded, uai=uai)


async def _plan(uow: UnitOfWork, *, uai: Uai, since: date, day: date) -> None:
    due_at = datetime.combine(day, IN_THE_MORNING, tzinfo=PARIS)
    await uow.schedule(JOB, key=since.isoformat(), due_at=due_at, uai=uai)


async def remind_of_periods(uow: UnitOfWork, *, uai: Uai, since: date, now: datetime) -> None:
    """Tell what is to be done for each period whose threshold is reached (rappels de PFMP).

    `since`: the morning it was to be done, which may be long ago: it is told once then. Nothing is
    told where nothing lacks.
    """
    today = local_date(now)
    if not is_working_day(today):
        following = next_working_day(today)
        await _plan(uow, uai=uai, since=following, day=following)
        return
    periods = await read_reminded_periods(uow, today)
    told = await ToldReminders(uow).of(uai, periods.keys())
    due = {
        period_id: found
        for period_id, dates in periods.items()
        if (found := due_on(dates, told.get(period_id, ()), since=since, today=today))
    }
    needs = await read_needs(uow, due.keys(), today) if due else {}
    for period_id, reminders in due.items():
        for one in reminders:
            if needs[period_id].is_to_tell(one.kind, today):
                reminder_id = await ToldReminders(uow).add(uai, period_id, one, today)
                uow.publish(
                    PeriodReminderAskedV1(
                        reminder_id=ReminderId(reminder_id),
                        kind=one.kind,
                        period_id=PeriodId(period_id),
                        days=one.days,
                        occurred_on=today,
                    ),
                    uai=uai,
                )
