"""Noting a task, and saying otherwise what it is, when it is for and who does it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.requests.lycee_choice import writable
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.partnerships.acquaintances.queries import read_known
from services.partnerships.base.labels import choices
from services.partnerships.companies.model.company import Company
from services.partnerships.permissions import MANAGE_TASKS, PERMISSIONS
from services.partnerships.tasks.commands import add_task, change_task
from services.partnerships.tasks.forms import NewTaskForm, TaskForm
from services.partnerships.tasks.model import TASKS
from services.partnerships.tasks.pages.staff import staff_of
from services.partnerships.tasks.pages.tasks import ALL, kept, week_of
from services.partnerships.tasks.store.tasks import Tasks

router = Router()
NEW = "/semaine/nouvelle"
TASK = "/semaine/{task_id}"


@router.page(NEW, action=MANAGE_TASKS)
async def new_task(
    request: Request, uow: RequestUnitOfWork, entreprise: UUID | None = None, qui: str = ""
) -> Response:
    """A task to note, with a company or not."""
    typed = Typed.blank(NewTaskForm, company_id=entreprise, everybody=qui == ALL or None)
    return await _new_task(request, uow, typed)


async def _new_task(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    company_id = typed.value("company_id")
    company = (await read_known(uow, UUID(company_id))).company if _is_id(company_id) else None
    return await _form(request, uow, typed, NEW, company)


def _labels(people: Sequence[tuple[str, str]]) -> dict[str, dict[str, str]]:
    """What somebody else left is said as the form says it."""
    return {"assignee": dict(people), "code": dict(choices(TASKS))}


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


async def _form(
    request: Request, uow: UnitOfWork, typed: Typed[Any], action: str, company: Company | None
) -> Response:
    lycees = writable(request, PERMISSIONS, MANAGE_TASKS)
    people = (await staff_of(request, uow.scope.uais)).choices_with(typed.value("assignee"))
    return render(
        request,
        "partnerships/tasks/form.html",
        typed=replace(typed, labels=_labels(people)),
        title="Ajouter une tâche" if action == NEW else "Modifier une tâche",
        action=action,
        is_new=action == NEW,
        company=company,
        codes=choices(TASKS),
        people=people,
        lycees=lycees,
        everybody=bool(typed.value("everybody")),
    )


@router.form(NEW, action=MANAGE_TASKS, redisplay=_new_task)
async def add(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[NewTaskForm], form_of(NewTaskForm)],
) -> Response:
    """Note a task."""
    form = typed.model
    lycee = uow.writing_for(form.uai)
    (await staff_of(request, [lycee])).expect(form.assignee, lycee)
    task_id = await add_task(
        uow, details=form.details(), company_id=form.company_id, uai=lycee, now=uow.now
    )
    return see_other(
        f"/entreprises/{form.company_id}" if form.company_id else week_of(form),
        notice="Tâche ajoutée.",
        undo=Undo(f"/semaine/{task_id}/suppression", kept(form)),
    )


@router.page(TASK, action=MANAGE_TASKS)
async def task(request: Request, task_id: UUID, uow: RequestUnitOfWork, qui: str = "") -> Response:
    """A task to change."""
    known = (await Tasks(uow).take(task_id))[0]
    held = {**vars(known), "everybody": qui == ALL or None}
    held["urgent"] = known.urgent or None  # a box that is not ticked is not sent
    return await _task(request, uow, Typed.blank(TaskForm, **held), task_id)


async def _task(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], task_id: UUID
) -> Response:
    known = (await Tasks(uow).take(task_id))[0]
    found = await read_known(uow, known.company_id) if known.company_id else None
    company = found.company if found else None
    return await _form(request, uow, typed, f"/semaine/{task_id}", company)


@router.form(TASK, action=MANAGE_TASKS, redisplay=_task)
async def change(
    request: Request,
    task_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[TaskForm], form_of(TaskForm)],
) -> Response:
    """Say otherwise what a task is."""
    form = typed.model
    for known in await Tasks(uow).take(task_id):
        if form.assignee != known.assignee:
            (await staff_of(request, [known.uai])).expect(form.assignee, known.uai)
    await change_task(
        uow, task_id=task_id, version=form.version, details=form.details(), now=uow.now
    )
    return see_other(week_of(form), notice="Tâche modifiée.")
