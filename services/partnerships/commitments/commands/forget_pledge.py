"""A bureau forgets a pledge it noted by mistake."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.commitments.commands.plan_total import plan_total
from services.partnerships.commitments.model import TaxPledge
from services.partnerships.commitments.store.tax_pledges import TaxPledges


async def forget_pledge(
    uow: UnitOfWork, *, company_id: UUID, year: int, uai: Uai | None = None, now: datetime
) -> TaxPledge | None:
    """Remove it and return it; doing so again is harmless. Raises LyceeNotChosen."""
    lycee = uow.writing_for(uai)
    forgotten = await TaxPledges(uow).remove(lycee, company_id, year)
    await plan_total(uow, uai=lycee, year=year, now=now)
    return forgotten
