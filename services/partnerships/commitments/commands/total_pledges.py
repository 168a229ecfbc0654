"""What companies pledge in a year is counted and told, all together."""

from datetime import datetime

from contracts.identifiers import TaxTotalsId, Uai
from contracts.partnerships.commitments import TaxPledgesSuppressedV1, TaxPledgesTotalledV1
from contracts.publication import FactFamily
from contracts.small_totals import is_too_few
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.commitments.store.tax_pledges import TaxPledges
from services.partnerships.publications.store import Publications


async def total_pledges(uow: UnitOfWork, *, uai: Uai, year: int, now: datetime) -> None:
    """Tell the total of a year, or that it is of too few, unless the head keeps it in the lycée.

    Two totals one after the other differ by what those in between pledge, so the next one is told once
    five companies more, or fewer, are in it.
    """
    today = local_date(now)
    if not await Publications(uow).tells(uai, FactFamily.COMPANIES, today):
        return
    pledges = TaxPledges(uow)
    total = await pledges.total(uai, year)
    if not total.is_to_tell(running=year == today.year):
        return
    totals_id, version = await pledges.tell(uai, year, total)
    told: TaxPledgesTotalledV1 | TaxPledgesSuppressedV1
    if is_too_few(total.companies):
        told = TaxPledgesSuppressedV1(
            totals_id=TaxTotalsId(totals_id), year=year, occurred_on=today
        )
    else:
        told = TaxPledgesTotalledV1(
            totals_id=TaxTotalsId(totals_id),
            year=year,
            companies=total.companies,
            amount_euros=total.amount_euros,
            occurred_on=today,
        )
    uow.publish(told, version=version, uai=uai)
