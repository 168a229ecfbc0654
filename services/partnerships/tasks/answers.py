"""What is answered of a bureau’s tasks."""

from contracts.identifiers import AccountId
from contracts.partnerships.questions import (
    NEXT_STEP_DAYS,
    TASK_DIGEST,
    DueTask,
    EndingAgreements,
    NextStepDay,
    NextStepDays,
    NextStepsRequest,
    TaskDigest,
    TaskDigestRequest,
)
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.answers import answers
from services.partnerships.base.calendar import local_date
from services.partnerships.renewals.queries import count_recalled
from services.partnerships.tasks.model import TASKS
from services.partnerships.tasks.queries import count_tasks, read_due
from services.partnerships.tasks.store.task_silences import TaskSilences


@answers.to(NEXT_STEP_DAYS)
async def next_steps_of_a_bureau(request: NextStepsRequest, uow: UnitOfWork) -> NextStepDays:
    """How many steps are planned on each day, and of which kinds."""
    days = [
        NextStepDay(on=one.on, steps=one.steps, titles=tuple(TASKS[code] for code in one.codes))
        for one in await count_tasks(uow, own=request.account_id)
    ]
    return NextStepDays(days=tuple(days))


@answers.to(TASK_DIGEST)
async def what_is_due(request: TaskDigestRequest, uow: UnitOfWork) -> TaskDigest:
    """What the mail of the morning counts, and who gets none."""
    today = local_date(uow.now)
    return TaskDigest(
        tasks=tuple(
            DueTask(
                title=TASKS[one.code],
                late=one.due_on is not None and one.due_on < today,
                assignee=AccountId(one.assignee) if one.assignee else None,
            )
            for one in await read_due(uow)
        ),
        silent=tuple(map(AccountId, sorted(await TaskSilences(uow).of(uow.scope.uais)))),
        agreements=tuple(
            EndingAgreements(until_on=until_on, many=many)
            for until_on, many in await count_recalled(uow, request.digest_id)
        ),
    )
