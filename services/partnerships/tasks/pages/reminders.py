"""Wanting the mail of the morning, or not."""

from typing import Annotated, Any

from fastapi import Request, Response

from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.query_route import identity_of
from services.chassis.web.answers.rendering import Undo, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.partnerships.permissions import MANAGE_TASKS
from services.partnerships.tasks.commands import choose_reminder
from services.partnerships.tasks.forms import FromWeek
from services.partnerships.tasks.pages.tasks import WEEK, kept, show_week, week_of

router = Router()
REMINDER = f"{WEEK}/rappel"


class ReminderForm(FromWeek):
    """Whether the mail of the morning is wanted."""

    wanted: bool


async def _shown(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    return await show_week(request, uow, typed, everybody=bool(typed.value("everybody")))


@router.form(REMINDER, action=MANAGE_TASKS, redisplay=_shown)
async def choose(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ReminderForm], form_of(ReminderForm)],
) -> Response:
    """Choose the reminder for oneself, at each of one's lycées."""
    wanted, identity = typed.model.wanted, identity_of(request)
    if identity is not None:
        await choose_reminder(uow, account_id=identity.account_id, wanted=wanted, now=uow.now)
    return see_other(
        week_of(typed.model),
        notice="Vous recevrez le rappel du matin." if wanted else "Plus de rappel du matin.",
        undo=Undo(REMINDER, {"wanted": str(not wanted).lower(), **kept(typed.model)}),
    )
