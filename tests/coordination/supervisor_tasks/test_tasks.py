"""Tasks of the supervisor: noted, said otherwise, moved, done, removed, each taken back; no lycée reads them."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound, StaleVersion
from services.chassis.unit_of_work.unit_of_work import UnitOfWork, UnitsOfWork
from services.coordination.need_cards.commands.reopen_need import reopen_need
from services.coordination.needs.commands.withdraw_need import withdraw_need
from services.coordination.needs.store.erasure import erase_needs
from services.coordination.network_week.queries import read_week
from services.coordination.supervisor_tasks.commands import (
    add_supervisor_task,
    change_supervisor_task,
    finish_supervisor_task,
    move_supervisor_task,
    remove_supervisor_task,
    reopen_supervisor_task,
)
from services.coordination.supervisor_tasks.model import (
    About,
    AboutKind,
    SupervisorTask,
    TaskDetails,
    TaskLyceeUnknown,
    TaskOver,
    TaskState,
    TaskToDo,
)
from services.coordination.supervisor_tasks.queries import BY_DAY
from services.coordination.supervisor_tasks.retention import RULE, RULES
from services.coordination.supervisor_tasks.store import SupervisorTasks
from tests.coordination.needs.world import company, need_of, sent
from tests.coordination.offer_files.world import know_the_network
from tests.coordination.world import NOW, Somebody
from tests.support.network import HERE

TODAY = NOW.date()
DETAILS_OF_NOBODY = TaskDetails("Rappeler l’entreprise", TODAY)
DETAILS = TaskDetails("Rappeler la chambre des métiers", TODAY, HERE)


async def kept(who: Somebody, task_id: UUID) -> SupervisorTask:
    async def find(uow: UnitOfWork) -> SupervisorTask:
        return await SupervisorTasks(uow).get(task_id)

    return await who.do(find)


async def test_a_task_is_noted_said_otherwise_and_moved(supervisor: Somebody) -> None:
    await know_the_network(supervisor)
    about = About(AboutKind.NEED, uuid4())
    task_id = await supervisor.do(add_supervisor_task, details=DETAILS, about=about)
    asked: dict[str, Any] = {"task_id": task_id}
    with pytest.raises(StaleVersion):
        await supervisor.do(change_supervisor_task, **asked, version=2, details=DETAILS)
    strange = TaskDetails("Rappeler", lycee=Uai("0310001H"))
    with pytest.raises(TaskLyceeUnknown):
        await supervisor.do(change_supervisor_task, **asked, version=1, details=strange)
    await supervisor.do(
        change_supervisor_task, **asked, version=1, details=TaskDetails("Écrire au CMQ", TODAY)
    )
    later = TODAY + timedelta(days=3)
    before = await supervisor.do(move_supervisor_task, **asked, version=2, due_on=later)
    task = await kept(supervisor, task_id)
    assert (before, task.details, task.about) == (TODAY, TaskDetails("Écrire au CMQ", later), about)
    assert await supervisor.do(move_supervisor_task, **asked, version=3, due_on=None) == later


@pytest.mark.parametrize(
    ("settle", "state"),
    [(finish_supervisor_task, TaskState.DONE), (remove_supervisor_task, TaskState.REMOVED)],
)
async def test_what_is_done_or_removed_is_taken_back(
    supervisor: Somebody, settle: Any, state: TaskState
) -> None:
    task_id = await supervisor.do(add_supervisor_task, details=TaskDetails("Rappeler"))
    with pytest.raises(TaskToDo):
        await supervisor.do(reopen_supervisor_task, task_id=task_id, version=1)
    await supervisor.do(settle, task_id=task_id, version=1, now=NOW)
    assert (await kept(supervisor, task_id)).state is state
    # Another supervisor had the same list open.
    with pytest.raises(TaskOver):
        await supervisor.do(finish_supervisor_task, task_id=task_id, version=1, now=NOW)
    with pytest.raises(StaleVersion):
        await supervisor.do(reopen_supervisor_task, task_id=task_id, version=1)
    await supervisor.do(reopen_supervisor_task, task_id=task_id, version=2)
    assert (await kept(supervisor, task_id)).settled_at is None


async def test_no_lycee_reads_what_the_supervisor_noted(
    supervisor: Somebody, bureau: Somebody
) -> None:
    task_id = await supervisor.do(add_supervisor_task, details=TaskDetails("Rappeler"))
    with pytest.raises(NotFound):
        await kept(bureau, task_id)
    with pytest.raises(Exception, match="row-level security"):
        await bureau.do(add_supervisor_task, details=TaskDetails("Rappeler"))


async def test_tasks_that_are_over_go_after_a_year_and_those_to_do_stay(
    supervisor: Somebody,
) -> None:
    over = await supervisor.do(add_supervisor_task, details=TaskDetails("Rappeler"))
    await supervisor.do(add_supervisor_task, details=TaskDetails("Écrire", TODAY))
    await supervisor.do(finish_supervisor_task, task_id=over, version=1, now=NOW)

    async def due(uow: UnitOfWork, days: int) -> list[UUID]:
        found = await RULE.find(uow, now=NOW + timedelta(days=days), limit=10)
        return [one.id for one in found]

    assert await supervisor.do(due, 364) == []
    assert await supervisor.do(due, 366) == [over]


async def test_what_is_about_a_need_that_ended_is_put_away_until_it_is_reopened(
    supervisor: Somebody, units: UnitsOfWork
) -> None:
    need_id = await sent(company(units))
    for about in (About(AboutKind.NEED, need_id), None):
        await supervisor.do(add_supervisor_task, details=DETAILS_OF_NOBODY, about=about)

    async def shown(uow: UnitOfWork) -> tuple[int, int]:
        tasks = (await read_week(uow)).tasks
        [day] = await BY_DAY.of(uow, {})
        return len(tasks), day.many

    assert await supervisor.do(shown) == (2, 2)
    await company(units).do(withdraw_need, need_id=need_id, now=supervisor.later())
    assert await supervisor.do(shown) == (1, 1)
    version = (await need_of(supervisor, need_id)).version
    await supervisor.do(reopen_need, need_id=need_id, version=version, now=supervisor.later())
    assert await supervisor.do(shown) == (2, 2)

    async def put_away(uow: UnitOfWork) -> int:
        return len(await RULES[1].find(uow, now=supervisor.now, limit=10))

    async def erase(uow: UnitOfWork) -> None:
        await erase_needs(uow, [need_id], supervisor.now)

    await company(units).do(withdraw_need, need_id=need_id, now=supervisor.later())
    # Closed, it may be reopened; erased, it may not.
    assert await supervisor.do(put_away) == 0
    await supervisor.do(erase)
    assert await supervisor.do(put_away) == 1
