"""What the registry shows on the home page."""

from fastapi import Request, Response

from services.chassis.web.rendering import render
from services.chassis.web.routing import RequestUnitOfWork, Router
from services.partnerships.domain.calendar import local_date
from services.partnerships.pages.labels import PURPOSES
from services.partnerships.permissions import SEE_COMPANIES
from services.partnerships.queries.next_steps import read_next_steps

router = Router()


@router.fragment("/entreprises/fragments/aujourdhui", action=SEE_COMPANIES)
async def today(request: Request, uow: RequestUnitOfWork) -> Response:
    """The bureau's next steps with its companies."""
    return render(
        request,
        "partnerships/fragment_today.html",
        steps=await read_next_steps(uow),
        purposes={code.value: label for code, label in PURPOSES.items()},
        today=local_date(uow.now),
    )
