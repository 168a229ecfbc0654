"""« Ma semaine »: what there is to do, ticked off, put off, given to somebody; each undone at once."""

from datetime import timedelta
from functools import cache
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.database.readings import Together
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.requests.lycee_choice import writable
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.partnerships.base.calendar import local_date
from services.partnerships.permissions import MANAGE_TASKS, PERMISSIONS, SEE_TASKS
from services.partnerships.renewals.queries import TO_RENEW_IN_WEEK, read_to_renew
from services.partnerships.tasks.commands import date_task, finish_task, remove_task, reopen_task
from services.partnerships.tasks.forms import DoneForm, FromWeek, TaskDateForm
from services.partnerships.tasks.model import TASKS, working_day
from services.partnerships.tasks.pages.staff import staff_of
from services.partnerships.tasks.queries import (
    DONE_LATELY,
    DONE_SHOWN,
    read_done,
    read_week,
    week_parameters,
    week_tasks,
)
from services.partnerships.tasks.store.task_silences import SILENT, TaskSilences

router = Router()
WEEK = "/semaine"
TASK = "/semaine/{task_id}"
ALL = "tous"
ALL_WEEK = f"{WEEK}?qui={ALL}"


def week_of(form: FromWeek) -> str:
    """The list somebody came from."""
    return ALL_WEEK if form.everybody else WEEK


def kept(form: FromWeek) -> dict[str, str]:
    """Fields of what undoes it: they say which list somebody came from."""
    return {"everybody": "true"} if form.everybody else {}


@cache
def _of_week() -> Together:
    """Readings of the week. Once all features are loaded (`week_tasks`)."""
    return Together(week_tasks(), DONE_LATELY, SILENT)


@router.page(WEEK, action=SEE_TASKS)
async def week(request: Request, uow: RequestUnitOfWork, qui: str = "") -> Response:
    """One's own tasks and those of whoever comes first, or everybody's.

    An agreement to be renewed is on the day it ends: « Plus tard » first, from the day it is to be
    seen to on, and late once it has run out. On that first day alone it would be gone the day after.
    """
    return await show_week(request, uow, Typed.blank(FormModel), everybody=qui == ALL)


async def show_week(
    request: Request, uow: UnitOfWork, typed: Typed[Any], *, everybody: bool
) -> Response:
    """What there is to do, with what was refused."""
    staff = await staff_of(request, uow.scope.uais)
    today = local_date(uow.now)
    own = None if everybody else staff.me
    await _of_week().ahead(uow, week_parameters(uow, own))
    return render(
        request,
        "partnerships/tasks/week.html",
        typed=typed,
        everybody=everybody,
        week=await read_week(uow, own=own),
        to_renew=await read_to_renew(uow, uow.scope.uais, TO_RENEW_IN_WEEK),
        done=await read_done(uow),
        done_shown=DONE_SHOWN,
        reminded=staff.me not in await TaskSilences(uow).of(uow.scope.uais),
        staff=staff,
        task_labels=TASKS,
        today=today,
        next_week=working_day(today + timedelta(days=7)),
        may_write=bool(writable(request, PERMISSIONS, MANAGE_TASKS)),
    )


async def _shown(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Refused[Any],
    task_id: UUID,  # noqa: ARG001  the path's
) -> Response:
    return await show_week(request, uow, typed, everybody=bool(typed.value("everybody")))


@router.form(f"{TASK}/faite", action=MANAGE_TASKS, redisplay=_shown)
async def finish(
    task_id: UUID, uow: RequestUnitOfWork, typed: Annotated[Typed[DoneForm], form_of(DoneForm)]
) -> Response:
    """Tick a task off."""
    company_id = typed.model.company_id
    await finish_task(uow, task_id=task_id, now=uow.now)
    return see_other(
        f"/entreprises/{company_id}" if company_id else week_of(typed.model),
        notice="Tâche faite.",
        undo=Undo(f"{WEEK}/{task_id}/reprise", kept(typed.model)),
    )


@router.form(f"{TASK}/reprise", action=MANAGE_TASKS, redisplay=_shown)
async def reopen(
    task_id: UUID, uow: RequestUnitOfWork, typed: Annotated[Typed[FromWeek], form_of(FromWeek)]
) -> Response:
    """A task is to be done after all."""
    form = typed.model
    await reopen_task(uow, task_id=task_id, now=uow.now)
    return see_other(week_of(form), notice="Tâche à faire de nouveau.")


@router.form(f"{TASK}/date", action=MANAGE_TASKS, redisplay=_shown)
async def put_off(
    task_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[TaskDateForm], form_of(TaskDateForm)],
) -> Response:
    """Another day for a task."""
    form = typed.model
    before = await date_task(uow, task_id=task_id, due_on=form.due_on, now=uow.now)
    return see_other(
        week_of(form),
        notice="Échéance changée.",
        undo=Undo(f"{WEEK}/{task_id}/date", {"due_on": str(before or ""), **kept(form)}),
    )


@router.form(f"{TASK}/suppression", action=MANAGE_TASKS, redisplay=_shown)
async def remove(
    task_id: UUID, uow: RequestUnitOfWork, typed: Annotated[Typed[FromWeek], form_of(FromWeek)]
) -> Response:
    """A task that is not to be done at all."""
    form = typed.model
    await remove_task(uow, task_id=task_id, now=uow.now)
    return see_other(week_of(form), notice="Tâche supprimée.")
