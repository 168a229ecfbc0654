"""The next step of an exchange with an actor of the network is something to do."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.actors.model import ActorExchange
from services.partnerships.exchanges.model.exchange import Exchange, kept_of_the_step
from services.partnerships.renewals.commands.plan_reminder import plan_reminder
from services.partnerships.tasks.model.task import Task, TaskCode
from services.partnerships.tasks.store.tasks import Tasks


async def follow_actor_up(
    uow: UnitOfWork, *, logged: ActorExchange, before: Exchange | None = None, now: datetime
) -> None:
    """Have the task (suite) say what the exchange says; `before` is what it said until corrected."""
    tasks, exchange = Tasks(uow), logged.exchange
    if exchange.next_step_on is None:
        await tasks.drop_follow_ups([logged.id])
        return
    kept = kept_of_the_step(before, exchange) if before else ()
    known = next(iter(await tasks.follow_ups([logged.id])), None)
    if known is None and "due_on" in kept:
        return  # somebody removed it: the same step does not bring it back
    step = Task(
        id=uow.new_id(),
        uai=logged.uai,
        code=TaskCode.after(exchange.outcome),
        actor_id=logged.actor_id,
        interaction_id=logged.id,
        due_on=exchange.next_step_on,
    )
    if known is None:
        await tasks.add(step, now)
    else:
        await _say_again(tasks, known, step, kept)
    await plan_reminder(uow, uai=logged.uai, due_on=exchange.next_step_on, now=now)


async def _say_again(tasks: Tasks, known: Task, step: Task, kept: Sequence[str]) -> None:
    had = {name: getattr(known, name) for name in (*kept, "id", "version")}
    changed = replace(step, **had)
    if changed != known:
        await tasks.save(replace(changed, version=known.version + 1))
