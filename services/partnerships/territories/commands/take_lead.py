"""A bureau speaks for all with a company."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances
from services.partnerships.base.calendar import local_date
from services.partnerships.companies.store.companies import Companies
from services.partnerships.territories.model import LeadAlreadyTaken
from services.partnerships.territories.store import Leads


async def take_lead(
    uow: UnitOfWork, *, company_id: UUID, uai: Uai | None = None, now: datetime
) -> None:
    """Take the lead with a company (chef de file). Raises NotFound, LeadAlreadyTaken."""
    lycee = uow.writing_for(uai)
    company = await Companies(uow).get(company_id)
    if not await Leads(uow).take(lycee, company_id, local_date(now)):
        raise LeadAlreadyTaken
    await Acquaintances(uow).add_all(lycee, {(company.id, company.sites[0].id)})
