"""A lycée corrects the dates of a PFMP period."""

from datetime import date, datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreements.commands.amend_agreements import amend_agreements
from services.internships.base.days import local_date
from services.internships.calendars.commands.announce_period import announce_period
from services.internships.counted_pupils.store.settled_rosters import SettledRosters
from services.internships.coverage.commands import publish_changes
from services.internships.periods.model import Period, PeriodStatus
from services.internships.periods.store import Periods
from services.internships.pupils.store.pupils import Pupils
from services.internships.seats.commands import plan_tally
from services.internships.visits.commands import follow_period


async def reschedule_period(
    uow: UnitOfWork,
    *,
    period_id: UUID,
    version: int,
    starts_on: date,
    ends_on: date,
    weeks: int,
    now: datetime,
) -> None:
    """Correct a period's dates (report); once published, the department is told.

    A period that was over and no longer is follows the lists of its classes again; put back before
    it went on, its dates were a slip, and it has the pupils it had.
    Raises NotFound, StaleVersion, PeriodDatesInvalid, PeriodTooShort.
    """
    period = await Periods(uow).get_for_update(period_id, version)
    await Pupils(uow).lock_roster(period.uai)
    ended_on = period.ends_on
    period.reschedule(starts_on, ends_on, weeks)
    await Periods(uow).save(period)
    if period.status is PeriodStatus.DRAFT:
        return
    await _settle_anew(uow, period, ended_on, local_date(now))
    await announce_period(uow, period=period, now=now)
    # The seats of each week move with the dates, and whoever left by the last day with its end.
    await plan_tally(uow, uai=period.uai, now=now)
    await follow_period(uow, period_id=period.id, now=now)
    await amend_agreements(uow, period_id=period.id, now=now)
    await publish_changes(uow, uai=period.uai, period_id=period.id, now=now)


async def _settle_anew(uow: UnitOfWork, period: Period, ended_on: date, today: date) -> None:
    rosters = SettledRosters(uow)
    if period.ends_on >= today:
        await rosters.reopen(period.uai, period.id)
        return
    if ended_on >= today:
        await rosters.close_again(period.uai, period.id)
    await rosters.tell_left_anew(period.id)
