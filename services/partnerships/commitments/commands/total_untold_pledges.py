"""The running year of pledges is told even where no company pledged anything: none is told as such."""

from datetime import datetime

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.commitments.commands.total_pledges import total_pledges
from services.partnerships.commitments.store.tax_pledges import TaxPledges


async def total_untold_pledges(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Tell the total of this calendar year where nothing was ever told of it."""
    year = local_date(now).year
    if not await TaxPledges(uow).is_told(uai, year):
        await total_pledges(uow, uai=uai, year=year, now=now)
