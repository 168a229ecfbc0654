"""A task of the supervisor on a page of its own: noted from the page of a thing, or said otherwise."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.coordination.committees.queries import offered_lycees
from services.coordination.permissions import KEEP_WEEK
from services.coordination.supervisor_tasks.commands import (
    add_supervisor_task,
    change_supervisor_task,
)
from services.coordination.supervisor_tasks.forms import ChangedTaskForm, SupervisorTaskForm
from services.coordination.supervisor_tasks.labels import ABOUT, REMINDERS, page_of
from services.coordination.supervisor_tasks.model import TITLE_MAX, About, AboutKind
from services.coordination.supervisor_tasks.store import SupervisorTasks

router = Router()
WEEK = "/reseau/semaine"
NEW = f"{WEEK}/taches/nouvelle"
TASK = f"{WEEK}/taches/{{supervisor_task_id}}"


@router.page(NEW, action=KEEP_WEEK)
async def new(
    request: Request,
    uow: RequestUnitOfWork,
    quoi: AboutKind | None = None,
    numero: UUID | None = None,
    lycee: Uai | None = None,
) -> Response:
    """A task to note, about the thing somebody comes from (« Me le rappeler »)."""
    known = quoi and numero
    typed = Typed.blank(
        SupervisorTaskForm,
        title=REMINDERS[quoi] if quoi and known else None,
        lycee=lycee,
        quoi=quoi if known else None,
        numero=numero if known else None,
    )
    return await _form(request, uow, typed, None)


async def _new_again(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    return await _form(request, uow, typed, None)


@router.form(NEW, action=KEEP_WEEK, redisplay=_new_again)
async def add(
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[SupervisorTaskForm], form_of(SupervisorTaskForm)],
) -> Response:
    """Note a task."""
    form = typed.model
    task_id = await add_supervisor_task(uow, details=form.details(), about=form.about())
    undo = Undo(f"{WEEK}/taches/{task_id}/retrait", {"version": "1"})
    about = form.about()
    return see_other(
        page_of(about) if about else WEEK, notice="Tâche notée dans votre semaine.", undo=undo
    )


@router.page(TASK, action=KEEP_WEEK)
async def edit(request: Request, uow: RequestUnitOfWork, supervisor_task_id: UUID) -> Response:
    """A task to say otherwise."""
    task = await SupervisorTasks(uow).get(supervisor_task_id)
    typed = Typed.blank(ChangedTaskForm, **vars(task.details), version=task.version)
    return await _form(request, uow, typed, supervisor_task_id)


async def _edit_again(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], supervisor_task_id: UUID
) -> Response:
    return await _form(request, uow, typed, supervisor_task_id)


@router.form(TASK, action=KEEP_WEEK, redisplay=_edit_again)
async def change(
    supervisor_task_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ChangedTaskForm], form_of(ChangedTaskForm)],
) -> Response:
    """Say it otherwise."""
    form = typed.model
    await change_supervisor_task(
        uow, task_id=supervisor_task_id, version=form.version, details=form.details()
    )
    return see_other(WEEK, notice="Tâche modifiée.")


async def _form(
    request: Request, uow: UnitOfWork, typed: Typed[Any], task_id: UUID | None
) -> Response:
    task = await SupervisorTasks(uow).get(task_id) if task_id else None
    about = task.about if task else _about(typed)
    return render(
        request,
        "coordination/supervisor_tasks/task_form.html",
        typed=typed,
        task=task,
        about=(ABOUT[about.kind], page_of(about)) if about else None,
        lycees=await offered_lycees(uow),
        title_max=TITLE_MAX,
    )


def _about(typed: Typed[Any]) -> About | None:
    try:
        return About(AboutKind(typed.value("quoi")), UUID(typed.value("numero")))
    except ValueError:
        return None
