"""What companies pledge in a year is counted and told, all together."""

from datetime import datetime

from contracts.identifiers import TaxTotalsId, Uai
from contracts.partnerships_commitments import TaxPledgesSuppressedV1, TaxPledgesTotalledV1
from contracts.publication import FactFamily
from services.chassis.work import UnitOfWork
from services.partnerships.domain.calendar import local_date
from services.partnerships.domain.tax_pledge import COMPANIES_MIN
from services.partnerships.storage.publications import Publications
from services.partnerships.storage.tax_pledges import TaxPledges


async def total_pledges(uow: UnitOfWork, *, uai: Uai, year: int, now: datetime) -> None:
    """Tell the total of a year, or that it is of too few, unless the head keeps it in the lycée."""
    today = local_date(now)
    if not await Publications(uow).tells(uai, FactFamily.COMPANIES, today):
        return
    total = await TaxPledges(uow).total(uai, year)
    told: TaxPledgesTotalledV1 | TaxPledgesSuppressedV1
    if 0 < total.companies < COMPANIES_MIN:
        told = TaxPledgesSuppressedV1(totals_id=TaxTotalsId(total.id), year=year, occurred_on=today)
    else:
        told = TaxPledgesTotalledV1(
            totals_id=TaxTotalsId(total.id),
            year=year,
            companies=total.companies,
            amount_euros=total.amount_euros,
            occurred_on=today,
        )
    uow.publish(told, version=total.version, uai=uai)
