"""What another service shows of a site before somebody asks it: who did lately."""

from fastapi import Request, Response

from contracts.identifiers import SiteKey
from services.chassis.base.errors import NotFound
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import RequestUnitOfWork, Router
from services.partnerships.companies.store.companies import Companies
from services.partnerships.permissions import SEE_COMPANIES
from services.partnerships.pressure.store.pressure import read_pressure

router = Router()


@router.fragment("/entreprises/fragments/sites/{site_key}/sollicitations", action=SEE_COMPANIES)
async def solicitations(request: Request, site_key: str, uow: RequestUnitOfWork) -> Response:
    """The pressure on a site, and the delay of courtesy another lycée began."""
    try:
        found = await Companies(uow).site_by_key(SiteKey(site_key))
    except ValueError:
        raise NotFound from None
    if found is None:
        raise NotFound
    company_id, site_id = found
    return render(
        request,
        "partnerships/pressure/fragment_solicitations.html",
        company_id=company_id,
        pressure=(await read_pressure(uow, [site_id]))[site_id],
    )
