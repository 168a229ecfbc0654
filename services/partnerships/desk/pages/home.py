"""The parts of the home page this service draws, in one request."""

from fastapi import Request, Response

from services.chassis.web.answers.rendering import render
from services.chassis.web.home_parts import HomePart, add_home_fragment
from services.chassis.web.router import RequestUnitOfWork, Router
from services.partnerships.desk.pages.today import today
from services.partnerships.permissions import SEE_COMPANIES
from services.partnerships.search.queries.everywhere import read_lately_met

router = Router()
COMPANIES_SHOWN = 5


@router.fragment("/entreprises/fragments/a-suivre", action=SEE_COMPANIES)
async def lately_met(request: Request, uow: RequestUnitOfWork) -> Response:
    """The companies the lycées shown last spoke with."""
    found = await read_lately_met(uow, COMPANIES_SHOWN, own=sorted(uow.scope.uais))
    return render(request, "partnerships/desk/fragment_lately_met.html", companies=found)


add_home_fragment(
    router,
    "/entreprises/fragments",
    (
        HomePart("aujourdhui", SEE_COMPANIES, today),
        HomePart("a-suivre", SEE_COMPANIES, lately_met),
    ),
    action=SEE_COMPANIES,
)
