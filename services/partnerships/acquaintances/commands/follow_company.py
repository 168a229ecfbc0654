"""A bureau takes a company of the shared registry on its own list."""

from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances
from services.partnerships.companies.store.companies import Companies


async def follow_company(uow: UnitOfWork, *, company_id: UUID, uai: Uai | None = None) -> None:
    """Add a company to the lycée's list; saying it again is harmless. Raises NotFound."""
    company = await Companies(uow).get(company_id)
    known = {(company.id, company.sites[0].id)}
    await Acquaintances(uow).add_all(uow.writing_for(uai), known)
