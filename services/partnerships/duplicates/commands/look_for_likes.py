"""A bureau registers a company whose name is nearly that of another one."""

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.companies.model.company import (
    CompanyDetails,
    CompanyLooksAlike,
    SiteDetails,
)
from services.partnerships.duplicates.store.resembling_companies import find_alike, find_resembling


async def look_for_likes(
    uow: UnitOfWork, *, details: CompanyDetails, main: SiteDetails, distinct: bool
) -> None:
    """See that nobody overlooks the cards it looks like, unless they say it is another company.

    One that is known under the same name or number is left to `register_company`. Raises
    CompanyLooksAlike.
    """
    alike = [] if distinct else await find_alike(uow, details=details, main=main)
    if alike and not await find_resembling(uow, details=details, main=main):
        raise CompanyLooksAlike(known=alike)
