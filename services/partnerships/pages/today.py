"""What the registry shows on the home page."""

from datetime import timedelta

from fastapi import Request, Response

from services.chassis.web.answers.rendering import render
from services.chassis.web.router import RequestUnitOfWork, Router
from services.partnerships.domain.calendar import local_date
from services.partnerships.domain.task import TASKS
from services.partnerships.pages.company_form_parts import writer
from services.partnerships.pages.task_scope import task_lycees
from services.partnerships.permissions import SEE_COMPANIES
from services.partnerships.queries.commitments import read_declarations_to_renew
from services.partnerships.queries.renewals import read_to_renew
from services.partnerships.queries.tasks import count_all_tasks, read_today
from services.partnerships.storage.brought import BroughtThings
from services.partnerships.storage.pauses import Pauses

router = Router()
REVIEWED_WITHIN = timedelta(days=14)


@router.fragment("/entreprises/fragments/aujourdhui", action=SEE_COMPANIES)
async def today(request: Request, uow: RequestUnitOfWork) -> Response:
    """What the bureau has to do, the most pressing first, and what it renews or looks at again."""
    lycees = task_lycees(request, uow)
    return render(
        request,
        "partnerships/fragment_today.html",
        steps=await read_today(uow, lycees) if lycees else (),
        waiting=await count_all_tasks(uow, lycees) if lycees else 0,
        brought=await BroughtThings(uow).count_waiting(),
        labels=TASKS,
        may_see_tasks=bool(lycees),
        to_renew=await read_to_renew(uow, uow.scope.uais),
        declarations=await read_declarations_to_renew(uow),
        pauses=await Pauses(uow).to_review(local_date(uow.now) + REVIEWED_WITHIN),
        today=local_date(uow.now),
        **writer(request),
    )
