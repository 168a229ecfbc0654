"""The mail of the morning: asked on a day with tasks, once, and for who wants it."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import asyncpg

from contracts.partnerships.tasks import TaskDigestAskedV1
from services.partnerships.base.calendar import PARIS
from services.partnerships.tasks.commands import add_task, finish_task, remind_tasks
from services.partnerships.tasks.model import TaskCode, TaskDetails
from services.partnerships.tasks.store.task_silences import TaskSilences
from tests.partnerships.browsing import Browser
from tests.partnerships.world import BOURDELLE, TODAY, Bureau
from tests.support.services import Published

TOMORROW = TODAY + timedelta(days=1)
MORNING = datetime.combine(TOMORROW, time(6, 45), tzinfo=PARIS).astimezone(UTC)


async def _has_to_send(bureau: Bureau, due_on: date | None = TOMORROW) -> UUID:
    details = TaskDetails(code=TaskCode.SEND, note="Le livret", due_on=due_on)
    return await bureau.do(add_task, details=details, now=bureau.now)


async def _planned(superuser: asyncpg.Connection) -> list[tuple[str, datetime]]:
    found = await superuser.fetch("SELECT key, due_at FROM due_work WHERE job = 'remind-tasks'")
    return [(row["key"], row["due_at"]) for row in found]


async def test_the_morning_of_a_day_with_tasks_is_planned_once(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    company_id = await bureau.registers()
    await _has_to_send(bureau)
    await _has_to_send(bureau)
    await bureau.logs(company_id, next_step_on=TOMORROW)
    await _has_to_send(bureau, TODAY)
    await _has_to_send(bureau, None)

    assert await _planned(superuser) == [(str(TOMORROW), MORNING)]


async def test_a_task_put_off_is_recalled_on_its_new_day(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    task_id = await _has_to_send(bureau, None)

    await browser.sends(f"/semaine/{task_id}", f"/semaine/{task_id}", {"due_on": "2090-01-12"})

    assert [key for key, _ in await _planned(superuser)] == ["2090-01-12"]


async def test_what_is_due_is_recalled_without_a_word_of_it(
    bureau: Bureau, published: Published
) -> None:
    await _has_to_send(bureau)
    bureau.now = MORNING

    await bureau.do(remind_tasks, day=TOMORROW, now=MORNING)

    (event,) = await published(TaskDigestAskedV1)
    assert event.occurred_on == TOMORROW
    assert "livret" not in event.to_json().decode()


async def test_nothing_is_recalled_once_it_is_done_or_its_day_is_over(
    bureau: Bureau, published: Published
) -> None:
    task_id = await _has_to_send(bureau)
    late = MORNING + timedelta(days=1)
    bureau.now = late
    await bureau.do(remind_tasks, day=TOMORROW, now=late)
    bureau.now = MORNING
    await bureau.do(finish_task, task_id=task_id, now=MORNING)
    await bureau.do(remind_tasks, day=TOMORROW, now=MORNING)

    assert await published(TaskDigestAskedV1) == []


async def test_somebody_asks_for_silence_and_for_mails_again(
    browser: Browser, bureau: Bureau
) -> None:
    async def silent() -> set[UUID]:
        return await bureau.do(lambda uow: TaskSilences(uow).of([BOURDELLE]))

    week = await browser.follows(await browser.sends("/semaine", "/semaine/rappel"))
    assert "Vous ne recevez pas de courriel sur vos tâches." in week.text
    assert await silent() == {UUID(int=1)}

    week = await browser.follows(await browser.sends(week, "/semaine/rappel"))
    assert "vous recevez à 7 h" in week.text.replace("\u00a0", " ")
    assert await silent() == set()
