"""The parts of the home page this service draws, in one request."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request, Response

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.rendering import render
from services.chassis.web.home_parts import HomePart, add_home_fragment
from services.chassis.web.router import RequestUnitOfWork, Router
from services.partnerships.base.calendar import local_date
from services.partnerships.commitments.queries import RUNNING_OUT as DECLARATIONS
from services.partnerships.commitments.queries import declaration_parameters
from services.partnerships.desk.pages.today import REVIEWED_WITHIN, today
from services.partnerships.pauses.store import TO_REVIEW
from services.partnerships.permissions import SEE_COMPANIES
from services.partnerships.renewals.queries import RUNNING_OUT as AGREEMENTS
from services.partnerships.renewals.queries import renewal_parameters
from services.partnerships.search.queries.everywhere import LATELY_MET, read_lately_met
from services.partnerships.tasks.pages.scope import task_lycees
from services.partnerships.tasks.queries import tasks_counted, tasks_of_today, today_parameters
from services.partnerships.teacher_links.store import BROUGHT_WAITING

router = Router()
COMPANIES_SHOWN = 5


@router.fragment("/entreprises/fragments/a-suivre", action=SEE_COMPANIES)
async def lately_met(request: Request, uow: RequestUnitOfWork) -> Response:
    """The companies the lycées shown last spoke with."""
    found = await read_lately_met(uow, COMPANIES_SHOWN, own=sorted(uow.scope.uais))
    return render(request, "partnerships/desk/fragment_lately_met.html", companies=found)


def _given(request: Request, uow: UnitOfWork) -> Mapping[str, Any]:
    day, own = local_date(uow.now), uow.scope.uais
    return {
        **today_parameters(uow, task_lycees(request, uow)),
        **renewal_parameters(own, day),
        **declaration_parameters(own, day),
        "review_by": day + REVIEWED_WITHIN,
        "link_id": None,
        "met_shown": COMPANIES_SHOWN,
    }


# Here all features are loaded, which tell which exchanges answer a task.
_TODAY = (
    *(tasks_of_today(), tasks_counted()),
    *(BROUGHT_WAITING, AGREEMENTS, DECLARATIONS, TO_REVIEW),
)
add_home_fragment(
    router,
    "/entreprises/fragments",
    (
        HomePart("aujourdhui", SEE_COMPANIES, today, _TODAY),
        HomePart("a-suivre", SEE_COMPANIES, lately_met, (LATELY_MET,)),
    ),
    action=SEE_COMPANIES,
    given=_given,
)
