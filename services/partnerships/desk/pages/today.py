"""What the registry shows on the home page."""

from datetime import timedelta

from fastapi import Request, Response

from services.chassis.web.answers.rendering import render
from services.chassis.web.router import RequestUnitOfWork, Router
from services.partnerships.base.calendar import local_date
from services.partnerships.commitments.queries import read_declarations_to_renew
from services.partnerships.companies.pages import writer
from services.partnerships.pauses.store import Pauses
from services.partnerships.permissions import SEE_COMPANIES
from services.partnerships.renewals.queries import read_to_renew
from services.partnerships.tasks.model import TASKS
from services.partnerships.tasks.pages.scope import task_lycees
from services.partnerships.tasks.queries import count_all_tasks, read_today
from services.partnerships.teacher_links.store import BroughtThings

router = Router()
REVIEWED_WITHIN = timedelta(days=14)


@router.fragment("/entreprises/fragments/aujourdhui", action=SEE_COMPANIES)
async def today(request: Request, uow: RequestUnitOfWork) -> Response:
    """What the bureau has to do, the most pressing first, and what it renews or looks at again."""
    lycees = task_lycees(request, uow)
    return render(
        request,
        "partnerships/desk/fragment_today.html",
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
