"""« Ma semaine » of the supervisor: what is due by day, noted in one line, ticked off in place."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, is_fragment, render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.coordination.base.form_pieces import DecisionForm
from services.coordination.decisions.commands import finish_decision, reopen_decision
from services.coordination.network_week.labels import (
    KINDS,
    MOMENTS,
    count_of,
    done_of,
    dues_of,
)
from services.coordination.network_week.model import Moment, by_moment, put_off_to
from services.coordination.network_week.queries import given, read_week
from services.coordination.news.model.calendar import local_date
from services.coordination.permissions import KEEP_WEEK
from services.coordination.supervisor_tasks.commands import (
    add_supervisor_task,
    finish_supervisor_task,
    move_supervisor_task,
    remove_supervisor_task,
    reopen_supervisor_task,
)
from services.coordination.supervisor_tasks.forms import MovedTaskForm, SupervisorTaskForm
from services.coordination.supervisor_tasks.model import TITLE_MAX

router = Router()
WEEK = "/reseau/semaine"
TASKS = f"{WEEK}/taches"
TASK = f"{TASKS}/{{supervisor_task_id}}"
DECISION = f"{WEEK}/decisions/{{decision_id}}"
AT_HOME = 4
Tick = Annotated[Typed[DecisionForm], form_of(DecisionForm)]
Noted = Annotated[Typed[SupervisorTaskForm], form_of(SupervisorTaskForm)]
Moved = Annotated[Typed[MovedTaskForm], form_of(MovedTaskForm)]


@router.page(WEEK, action=KEEP_WEEK)
async def week(request: Request, uow: RequestUnitOfWork) -> Response:
    """What the supervisor promised and what is due, by day."""
    return await _week(request, uow, Typed.blank(SupervisorTaskForm))


async def _week(request: Request, uow: UnitOfWork, typed: Typed[Any]) -> Response:
    read, today = await read_week(uow), local_date(uow.now)
    rows = by_moment(dues_of(read, today), today)
    of_department = uow.department_uai
    return render(
        request,
        "coordination/network_week/week.html",
        typed=typed,
        note=typed if typed.form is SupervisorTaskForm else Typed.blank(SupervisorTaskForm),
        rows=rows,
        done=done_of(read),
        more=read.more,
        lycees=sorted(
            ((uai, name) for uai, name in read.names.items() if uai != of_department),
            key=lambda one: one[1],
        ),
        late=count_of(rows, Moment.LATE),
        due_today=count_of(rows, Moment.TODAY),
        moments=MOMENTS,
        kinds=KINDS,
        title_max=TITLE_MAX,
        today=today,
        put_off=put_off_to(today),
    )


def home_given(_: Request, uow: UnitOfWork) -> Mapping[str, Any]:
    """What the part of the home page is read with."""
    return given(uow)


@router.fragment("/reseau/fragments/semaine", action=KEEP_WEEK)
async def due_today(request: Request, uow: RequestUnitOfWork) -> Response:
    """What is late or for today on the page of the week, for the home page; nothing where nothing is."""
    read, today = await read_week(uow), local_date(uow.now)
    rows = by_moment(dues_of(read, today), today)
    late = count_of(rows, Moment.LATE)
    urgent = [*rows.get(Moment.LATE, ()), *rows.get(Moment.TODAY, ())]
    return render(
        request,
        "coordination/network_week/fragment_today.html",
        rows=urgent[:AT_HOME],
        many=len(urgent),
        late=late,
        kinds=KINDS,
        today=today,
    )


async def _again(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    return await _week(request, uow, typed)


async def _task_again(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Refused[Any],
    supervisor_task_id: UUID,  # noqa: ARG001  the path's
) -> Response:
    return await _week(request, uow, typed)


async def _decision_again(
    request: Request,
    uow: RequestUnitOfWork,
    typed: Refused[Any],
    decision_id: UUID,  # noqa: ARG001  the path's
) -> Response:
    return await _week(request, uow, typed)


@router.form(TASKS, action=KEEP_WEEK, redisplay=_again)
async def add(uow: RequestUnitOfWork, typed: Noted) -> Response:
    """Note a task in one line."""
    form = typed.model
    task_id = await add_supervisor_task(uow, details=form.details(), about=form.about())
    undo = Undo(f"{TASKS}/{task_id}/retrait", {"version": "1"})
    return see_other(WEEK, notice="Tâche notée.", undo=undo)


@router.form(f"{TASK}/faite", action=KEEP_WEEK, redisplay=_task_again)
async def finish(
    request: Request, supervisor_task_id: UUID, uow: RequestUnitOfWork, typed: Tick
) -> Response:
    """Tick a task off."""
    version = typed.model.version
    await finish_supervisor_task(uow, task_id=supervisor_task_id, version=version, now=uow.now)
    undo = Undo(f"{TASKS}/{supervisor_task_id}/reprise", {"version": str(version + 1)})
    return _ticked(request, "Tâche faite.", undo)


@router.form(f"{TASK}/reprise", action=KEEP_WEEK, redisplay=_task_again)
async def reopen(
    request: Request, supervisor_task_id: UUID, uow: RequestUnitOfWork, typed: Tick
) -> Response:
    """A task is to be done after all."""
    version = typed.model.version
    await reopen_supervisor_task(uow, task_id=supervisor_task_id, version=version)
    return _ticked(request, "La tâche est de nouveau à faire.")


@router.form(f"{TASK}/date", action=KEEP_WEEK, redisplay=_task_again)
async def move(supervisor_task_id: UUID, uow: RequestUnitOfWork, typed: Moved) -> Response:
    """Put a task on another day."""
    form = typed.model
    before = await move_supervisor_task(
        uow, task_id=supervisor_task_id, version=form.version, due_on=form.due_on
    )
    back = {"due_on": str(before or ""), "version": str(form.version + 1)}
    undo = Undo(f"{TASKS}/{supervisor_task_id}/date", back)
    return see_other(WEEK, notice="Tâche reportée.", undo=undo)


@router.form(f"{TASK}/retrait", action=KEEP_WEEK, redisplay=_task_again)
async def remove(supervisor_task_id: UUID, uow: RequestUnitOfWork, typed: Tick) -> Response:
    """A task that is not to be done at all."""
    version = typed.model.version
    await remove_supervisor_task(uow, task_id=supervisor_task_id, version=version, now=uow.now)
    undo = Undo(f"{TASKS}/{supervisor_task_id}/reprise", {"version": str(version + 1)})
    return see_other(WEEK, notice="Tâche retirée.", undo=undo)


@router.form(f"{DECISION}/faite", action=KEEP_WEEK, redisplay=_decision_again)
async def finish_own_decision(
    request: Request, decision_id: UUID, uow: RequestUnitOfWork, typed: Tick
) -> Response:
    """A decision of a committee is carried out."""
    version = typed.model.version
    await finish_decision(uow, decision_id=decision_id, version=version, now=uow.now)
    undo = Undo(f"{WEEK}/decisions/{decision_id}/reprise", {"version": str(version + 1)})
    return _ticked(request, "Décision faite.", undo)


@router.form(f"{DECISION}/reprise", action=KEEP_WEEK, redisplay=_decision_again)
async def reopen_own_decision(
    request: Request, decision_id: UUID, uow: RequestUnitOfWork, typed: Tick
) -> Response:
    """Have one of her decisions be to be done after all."""
    await reopen_decision(uow, decision_id=decision_id, version=typed.model.version, now=uow.now)
    return _ticked(request, "La décision est de nouveau à faire.")


def _ticked(request: Request, notice: str, undo: Undo | None = None) -> Response:
    """The week again: in place the row says itself what became of it, and takes it back."""
    if is_fragment(request):
        return see_other(WEEK)
    return see_other(WEEK, notice=notice, undo=undo)
