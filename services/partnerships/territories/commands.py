"""Territories of lycées, and who leads with a company: set, taken, left."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from contracts.identifiers import CommuneCode, Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances
from services.partnerships.base.calendar import local_date
from services.partnerships.companies.store.companies import Companies
from services.partnerships.territories.model import LeadAlreadyTaken, LeadArbitrated, NotTheLead
from services.partnerships.territories.store import Leads, Territories


async def leave_lead(uow: UnitOfWork, *, company_id: UUID, uai: Uai | None = None) -> None:
    """Give up the lead with a company. Raises NotTheLead, LeadArbitrated, LyceeNotChosen."""
    if company_id in await Leads(uow).decided([company_id]):
        raise LeadArbitrated
    if not await Leads(uow).leave(uow.writing_for(uai), company_id):
        raise NotTheLead


async def set_territory(
    uow: UnitOfWork, *, communes: Collection[CommuneCode], uai: Uai | None = None
) -> None:
    """Set the territory of a lycée (territoire); communes may be shared. Raises LyceeNotChosen."""
    await Territories(uow).keep(uow.writing_for(uai), communes)


async def take_lead(
    uow: UnitOfWork, *, company_id: UUID, uai: Uai | None = None, now: datetime
) -> None:
    """Take the lead with a company (chef de file). Raises NotFound, LeadAlreadyTaken, LeadArbitrated."""
    lycee = uow.writing_for(uai)
    company = await Companies(uow).get(company_id)
    if company_id in await Leads(uow).decided([company_id]):
        raise LeadArbitrated
    if not await Leads(uow).take(lycee, company_id, local_date(now)):
        raise LeadAlreadyTaken
    await Acquaintances(uow).add_all(lycee, {(company.id, company.sites[0].id)})
