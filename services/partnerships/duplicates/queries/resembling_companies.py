"""The companies that may be the one somebody is registering."""

from collections.abc import Sequence

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.queries.listed import Listed, listed
from services.partnerships.companies.model.company import CompanyDetails, SiteDetails
from services.partnerships.duplicates.store.resembling_companies import find_alike, find_resembling


async def read_resembling(
    uow: UnitOfWork, details: CompanyDetails, main: SiteDetails
) -> Sequence[Listed]:
    """The companies that may be the one somebody is registering: the same, or else its likes."""
    found = await find_resembling(uow, details=details, main=main)
    found = found or await find_alike(uow, details=details, main=main)
    return await listed(uow, [company.id for company in found])
