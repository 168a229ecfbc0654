"""What a lycée granted in a school year is counted and told, all together."""

from datetime import date, datetime, timedelta

from contracts.identifiers import AidTotalsId, SchoolYear, Uai
from contracts.internships.mobility import MobilityAidSuppressedV1, MobilityAidTotalledV1
from contracts.publication import FactFamily
from contracts.small_totals import is_too_few
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.mobility.store import MobilityAids
from services.internships.publications.store import Publications


async def total_mobility_aids(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Tell the totals of this school year and the last, unless the head keeps them.

    An aid of June is paid in September. Nothing is told that would tell of fewer than five pupils:
    of one to four it is told that they are too few; and two totals one after the other differ by what
    those in between got, so the next one is told once five pupils more, or fewer, are in it.
    """
    today = local_date(now)
    if not await Publications(uow).tells(uai, FactFamily.COVERAGE, today):
        return
    current = SchoolYear.of(today)
    for year in (SchoolYear.of(today - timedelta(days=365)), current):
        await _total(uow, uai, year, today, running=year == current)


async def _total(
    uow: UnitOfWork, uai: Uai, year: SchoolYear, today: date, *, running: bool
) -> None:
    aids = MobilityAids(uow)
    total = await aids.total(uai, year)
    if not total.is_to_tell(running=running):
        return
    totals_id, version = await aids.tell(uai, year, total.pupils)
    told: MobilityAidTotalledV1 | MobilityAidSuppressedV1
    if is_too_few(total.pupils):
        told = MobilityAidSuppressedV1(
            totals_id=AidTotalsId(totals_id), school_year=year, occurred_on=today
        )
    else:
        told = MobilityAidTotalledV1(
            totals_id=AidTotalsId(totals_id),
            school_year=year,
            pupils=total.pupils,
            amount_euros=total.amount_euros,
            occurred_on=today,
        )
    uow.publish(told, version=version, uai=uai)
