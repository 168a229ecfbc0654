"""A bureau notes something to do."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances
from services.partnerships.companies.store.companies import Companies
from services.partnerships.renewals.commands.plan_reminder import plan_reminder
from services.partnerships.tasks.model.task import Task, TaskDetails
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
