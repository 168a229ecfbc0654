"""Exchanges with an actor of the network: logged, corrected, withdrawn, followed up."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from contracts.partnerships.actors import ActorExchangeId, ActorId, ActorMeetingWithdrawnV1
from contracts.publication import FactFamily
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.actors.model import ActorExchange
from services.partnerships.actors.store import ActorExchanges
from services.partnerships.base.calendar import local_date
from services.partnerships.exchanges.model import Exchange, kept_of_the_step
from services.partnerships.publications.store import Publications
from services.partnerships.renewals.commands import plan_reminder
from services.partnerships.tasks.model import Task, TaskCode
from services.partnerships.tasks.store.tasks import Tasks

TELL_JOB = "tell-actor-exchanges"


async def publish_exchange(uow: UnitOfWork, *, one: ActorExchange, now: datetime) -> None:
    """Tell the department that it took place, unless the head keeps exchanges in the lycée."""
    if await Publications(uow).tells(one.uai, FactFamily.EXCHANGES, local_date(now)):
        uow.publish(one.told(), version=one.version, uai=one.uai)
        await ActorExchanges(uow).keep_told(one)


async def tell_exchanges(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Tell what the department does not know, as it is now; nothing where the head keeps it."""
    for one in await ActorExchanges(uow).of_lycee(uai):
        if one.untold:
            await publish_exchange(uow, one=one, now=now)


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


async def correct_actor_exchange(
    uow: UnitOfWork,
    *,
    actor_id: UUID,
    exchange_id: UUID,
    version: int,
    exchange: Exchange,
    now: datetime,
) -> None:
    """Replace what it says.

    What was said of the task of its next step stays; so does what became of it, if the step keeps
    its day. Raises NotFound, StaleVersion, and what `log_actor_exchange` raises.
    """
    exchanges = ActorExchanges(uow)
    known = await exchanges.get(actor_id, exchange_id, changing=True)
    known.expect(version)
    exchange.check(local_date(now))
    corrected = replace(known, exchange=exchange, version=version + 1)
    await exchanges.save(corrected)
    await follow_actor_up(uow, logged=corrected, before=known.exchange, now=now)
    await publish_exchange(uow, one=corrected, now=now)


async def log_actor_exchange(
    uow: UnitOfWork, *, actor_id: UUID, exchange: Exchange, uai: Uai | None = None, now: datetime
) -> UUID:
    """Log an exchange (échange avec un acteur du réseau); the department learns that it took place.

    Raises InteractionInTheFuture, NextStepInThePast, LyceeNotChosen.
    """
    exchange.check(local_date(now))
    logged = ActorExchange(
        id=uow.new_id(), uai=uow.writing_for(uai), actor_id=actor_id, exchange=exchange
    )
    await ActorExchanges(uow).add(logged)
    await follow_actor_up(uow, logged=logged, now=now)
    await publish_exchange(uow, one=logged, now=now)
    return logged.id


async def withdraw_actor_exchange(
    uow: UnitOfWork,
    *,
    actor_id: UUID,
    exchange_id: UUID,
    now: datetime,
) -> None:
    """Forget it (échange retiré), and the task of its next step. Raises NotFound.

    Whoever was told of it is told that it is no more, also once the head keeps exchanges in the lycée.
    """
    gone = await ActorExchanges(uow).remove(actor_id, exchange_id)
    await ActorExchanges(uow).keep_withdrawn(gone, now)
    await Tasks(uow).drop_follow_ups([exchange_id])
    if gone.told_version is not None:
        taken_back = ActorMeetingWithdrawnV1(
            exchange_id=ActorExchangeId(exchange_id),
            actor_id=ActorId(actor_id),
            occurred_on=local_date(now),
        )
        uow.publish(taken_back, version=gone.version + 1, uai=gone.uai)


async def restore_actor_exchange(
    uow: UnitOfWork, *, actor_id: UUID, exchange_id: UUID, now: datetime
) -> None:
    """Have one that was taken back stand again (échange rétabli), with its next step. Raises NotFound.

    The department hears of it again, unless the head keeps exchanges in the lycée.
    """
    known = ActorExchanges(uow)
    gone = await known.take_withdrawn(actor_id, exchange_id)
    # After the withdrawal, which was told as the next version.
    back = replace(gone, version=gone.version + 2, told_version=None)
    await known.add(back)
    await follow_actor_up(uow, logged=back, now=now)
    await publish_exchange(uow, one=back, now=now)
