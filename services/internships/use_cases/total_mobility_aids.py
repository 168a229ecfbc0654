"""What a lycée granted in a school year is counted and told, all together."""

from datetime import date, datetime, timedelta

from contracts.identifiers import AidTotalsId, SchoolYear, Uai
from contracts.internships_mobility import MobilityAidTotalledV1
from contracts.publication import FactFamily
from services.chassis.work import UnitOfWork
from services.internships.domain.mobility_aid import PUPILS_MIN
from services.internships.domain.tally import local_date
from services.internships.storage.mobility_aids import MobilityAids
from services.internships.storage.publications import Publications


async def total_mobility_aids(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Tell the totals of this school year and the last, unless the head keeps them.

    An aid of June is paid in September. Nothing is told that would tell of fewer than five pupils:
    two totals one after the other differ by what those in between got, so the next one is told once
    five pupils more, or fewer, are in it.
    """
    today = local_date(now)
    if not await Publications(uow).tells(uai, FactFamily.COVERAGE, today):
        return
    for year in (SchoolYear.of(today - timedelta(days=365)), SchoolYear.of(today)):
        await _total(uow, uai, year, today)


async def _total(uow: UnitOfWork, uai: Uai, year: SchoolYear, today: date) -> None:
    aids = MobilityAids(uow)
    total = await aids.total(uai, year)
    if 0 < total.pupils < PUPILS_MIN or abs(total.pupils - (total.told or 0)) < PUPILS_MIN:
        return
    totals_id, version = await aids.tell(uai, year, total.pupils)
    told = MobilityAidTotalledV1(
        totals_id=AidTotalsId(totals_id),
        school_year=year,
        pupils=total.pupils,
        amount_euros=total.amount_euros,
        occurred_on=today,
    )
    uow.publish(told, version=version, uai=uai)
