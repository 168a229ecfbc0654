"""The parts of the home page this service draws, in one request."""

from fastapi import Request, Response

from services.chassis.web.asked import strict_router
from services.chassis.web.home_parts import HomePart, add_home_fragment
from services.chassis.work import UnitOfWork
from services.supervision.pages.lycees import coverage_fragment, freshness_fragment
from services.supervision.pages.mapping import map_fragment
from services.supervision.permissions import SEE_DEPARTMENT


async def _coverage_in_brief(request: Request, uow: UnitOfWork) -> Response:
    return await coverage_fragment(request, uow, bref="oui")


router = strict_router()
add_home_fragment(
    router,
    "/departement/fragments",
    (
        HomePart("fraicheur", SEE_DEPARTMENT, freshness_fragment),
        HomePart("couverture", SEE_DEPARTMENT, _coverage_in_brief),
        HomePart("carte", SEE_DEPARTMENT, map_fragment),
    ),
    action=SEE_DEPARTMENT,
)
