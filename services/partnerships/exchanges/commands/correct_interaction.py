"""A bureau corrects an exchange it noted."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from contracts.partnerships.companies import InteractionKind
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.exchanges.commands.log_interaction import log_interaction
from services.partnerships.exchanges.commands.withdraw_interaction import withdraw_interaction
from services.partnerships.exchanges.model import (
    Exchange,
    InteractionAlreadyCorrected,
    kept_of_the_step,
)
from services.partnerships.exchanges.store.exchanges import Interactions
from services.partnerships.tasks.model import Task
from services.partnerships.tasks.store.tasks import Tasks


async def correct_interaction(
    uow: UnitOfWork,
    *,
    company_id: UUID,
    interaction_id: UUID,
    site_id: UUID | None = None,
    exchange: Exchange,
    now: datetime,
) -> UUID:
    """Take the exchange back and log the right one, for the same lycées; its id is another.

    What was said of the task of its next step stays; so does what became of it, if the step keeps
    its day. Only a mail stays a letter to many. Told as a withdrawal and an exchange: counted once.
    Raises InteractionAlreadyCorrected, and what `log_interaction` raises.
    """
    interactions, tasks = Interactions(uow), Tasks(uow)
    try:
        before = (await interactions.get(company_id, interaction_id)).interaction
        former = await interactions.former(company_id, interaction_id)
        said = await tasks.follow_ups(await interactions.ids(company_id, interaction_id))
        uais = await withdraw_interaction(
            uow, company_id=company_id, interaction_id=interaction_id, now=now
        )
    except NotFound:
        raise InteractionAlreadyCorrected from None
    if not uais:
        raise InteractionAlreadyCorrected
    corrected = await log_interaction(
        uow,
        company_id=company_id,
        site_id=site_id,
        exchange=exchange,
        uais=uais,
        to_many=before.to_many and exchange.kind is InteractionKind.MAIL,
        now=now,
    )
    ids = await interactions.ids(company_id, corrected)
    await interactions.succeed(ids, former, before)
    await _carry_over(tasks, said, await tasks.follow_ups(ids), kept_of_the_step(before, exchange))
    return corrected


async def _carry_over(
    tasks: Tasks, before: Sequence[Task], after: Sequence[Task], kept: Sequence[str]
) -> None:
    said = {task.uai: task for task in before}
    for task in after:
        if task.uai in said:
            had = {name: getattr(said[task.uai], name) for name in kept}
            await tasks.save(replace(task, **had))
        elif "due_on" in kept:  # somebody removed it: the same step does not bring it back
            await tasks.remove([task.id])
