"""A bureau no longer speaks for all with a company."""

from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.territories.model import NotTheLead
from services.partnerships.territories.store import Leads


async def leave_lead(uow: UnitOfWork, *, company_id: UUID, uai: Uai | None = None) -> None:
    """Give up the lead with a company. Raises NotTheLead, LyceeNotChosen."""
    if not await Leads(uow).leave(uow.writing_for(uai), company_id):
        raise NotTheLead
