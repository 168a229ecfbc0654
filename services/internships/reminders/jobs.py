"""The job of each working morning that looks at what periods lack."""

from datetime import date, datetime

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.registry import timed
from services.internships.reminders.commands import (
    JOB,
    YEAR_END_JOB,
    remind_of_periods,
    remind_of_year_end,
)


@timed.job(JOB)
async def remind_each_morning(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """At six in the morning; the key is the day it was planned for."""
    since = date.fromisoformat(key)
    await remind_of_periods(uow, uai=uow.writing_for(), since=since, now=now)


@timed.job(YEAR_END_JOB)
async def remind_of_the_end_of_a_year(uow: UnitOfWork, *, key: str, now: datetime) -> None:
    """At six in the morning, once a month; the key is the month."""
    await remind_of_year_end(uow, uai=uow.writing_for(), key=key, now=now)
