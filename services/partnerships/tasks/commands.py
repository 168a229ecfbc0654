"""Commands of a task: added, changed, dated, finished, reopened, removed; and the morning’s reminder."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from contracts.identifiers import TaskDigestId, Uai
from contracts.partnerships.tasks import TaskDigestAskedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances
from services.partnerships.base.calendar import local_date
from services.partnerships.companies.store.companies import Companies
from services.partnerships.renewals.commands import plan_reminder
from services.partnerships.renewals.store import recall
from services.partnerships.tasks.model import Task, TaskDetails
from services.partnerships.tasks.store.open_tasks import any_due
from services.partnerships.tasks.store.task_silences import TaskSilences
from services.partnerships.tasks.store.tasks import Tasks


async def add_task(
    uow: UnitOfWork,
    *,
    details: TaskDetails,
    company_id: UUID | None = None,
    uai: Uai | None = None,
    now: datetime,
) -> UUID:
    """Note a task (tâche), with a company or not; return its id.

    Raises NotFound, TaskWithoutWords, LyceeNotChosen.
    """
    lycee = uow.writing_for(uai)
    details.check()
    company = await Companies(uow).get(company_id) if company_id else None
    task = Task(
        id=uow.new_id(),
        uai=lycee,
        company_id=company_id,
        site_id=company.sites[0].id if company else None,
        **vars(details),
    )
    await Tasks(uow).add(task, now)
    if company:
        await Acquaintances(uow).add_all(lycee, {(company.id, company.sites[0].id)})
    await plan_reminder(uow, uai=lycee, due_on=task.due_on, now=now)
    return task.id


async def change_task(
    uow: UnitOfWork,
    *,
    task_id: UUID,
    version: int,
    details: TaskDetails,
    now: datetime,
) -> None:
    """Change a task, for each of one's lycées it is for.

    Raises NotFound, StaleVersion, TaskWithoutWords.
    """
    tasks = Tasks(uow)
    rows = await tasks.take(task_id)
    max(rows, key=lambda row: row.version).expect(version)
    details.check()
    for task in rows:
        await tasks.save(replace(task, version=version + 1, **vars(details)))
        await plan_reminder(uow, uai=task.uai, due_on=details.due_on, now=now)


async def choose_reminder(
    uow: UnitOfWork,
    *,
    account_id: UUID,
    wanted: bool,
    now: datetime,  # noqa: ARG001  every use case is given it
) -> None:
    """Say whether the account gets the reminder of the morning, for each of its lycées."""
    silences = TaskSilences(uow)
    for uai in sorted(uow.scope.uais):
        await (silences.end if wanted else silences.ask)(uai, account_id)


async def date_task(
    uow: UnitOfWork,
    *,
    task_id: UUID,
    due_on: date | None,
    now: datetime,
) -> date | None:
    """Give a task another day (échéance), or none; return the day it had. Raises NotFound."""
    tasks = Tasks(uow)
    rows = await tasks.take(task_id)
    for task in rows:
        await tasks.save(replace(task, version=task.version + 1, due_on=due_on))
        await plan_reminder(uow, uai=task.uai, due_on=due_on, now=now)
    return rows[0].due_on


async def finish_task(uow: UnitOfWork, *, task_id: UUID, now: datetime) -> None:
    """Tick a task off (tâche faite), for each of one's lycées it is for. Raises NotFound."""
    tasks = Tasks(uow)
    await tasks.finish([task.id for task in await tasks.take(task_id)], now)


async def remind_tasks(uow: UnitOfWork, *, day: date, now: datetime) -> None:
    """Have what is due said by mail (rappel du matin), unless it is done, or the day is over.

    Agreements that run out are said with the tasks, in one mail.
    """
    if day != local_date(now):
        return
    digest_id = TaskDigestId(uow.new_id())
    recalled = await recall(uow, day, digest_id)
    if recalled or await any_due(uow, day):
        uow.publish(TaskDigestAskedV1(digest_id=digest_id, occurred_on=day))


async def remove_task(
    uow: UnitOfWork,
    *,
    task_id: UUID,
    now: datetime,  # noqa: ARG001  every use case is given it
) -> None:
    """Remove a task, for each of one's lycées it is for. Raises NotFound."""
    tasks = Tasks(uow)
    await tasks.remove([task.id for task in await tasks.take(task_id)])


async def reopen_task(
    uow: UnitOfWork,
    *,
    task_id: UUID,
    now: datetime,  # noqa: ARG001  every use case is given it
) -> None:
    """Have a task to do again, for each of one's lycées it is for. Raises NotFound."""
    tasks = Tasks(uow)
    await tasks.finish([task.id for task in await tasks.take(task_id)], None)
