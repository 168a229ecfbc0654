"""Being done with a need."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from contracts.coordination.need_letters import NeedLetterKind
from contracts.coordination.needs import (
    NeedAnsweredV1,
    NeedClosedV1,
    NeedClosing,
    NeedHandler,
    NeedId,
    NeedOutcome,
)
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.followings import plan_following
from services.coordination.needs.model.need import Need
from services.coordination.needs.model.states import NeedAction, NeedStatus
from services.coordination.needs.store.needs import Assignments, Needs
from services.coordination.needs.store.publications import ask_letter, tell_actors
from services.coordination.news.model.calendar import local_date


async def close_need(
    uow: UnitOfWork,
    *,
    need_id: UUID,
    version: int,
    outcome: NeedOutcome | None = None,
    answer: str | None = None,
    now: datetime,
) -> None:
    """Be done with a need: as it was answered, or with the supervisor's own answer and outcome.

    Raises NotFound, StaleVersion, NeedMoveRefused.
    """
    need = await Needs(uow).to_change(need_id, version)
    closed = need.moved(NeedAction.CLOSE, now=now)
    if need.status is not NeedStatus.ANSWERED:
        closed = replace(
            closed,
            outcome=outcome or NeedOutcome.NO_SOLUTION,
            answer=answer,
            taken_at=need.taken_at or now,
        )
    await Needs(uow).save(closed)
    await plan_following(uow, need, closed)
    if need.status is not NeedStatus.ANSWERED:
        await _tell_her_answer(uow, closed, now=now)
    uow.publish(
        NeedClosedV1(
            need_id=NeedId(need.id), closing=NeedClosing.ANSWERED, occurred_on=local_date(now)
        ),
        version=closed.version,
    )


async def _tell_her_answer(uow: UnitOfWork, closed: Need, *, now: datetime) -> None:
    """Her own answer goes to the company; who had it need do nothing more. Of another’s they were told then."""
    held = await Assignments(uow).of(closed.id)
    await tell_actors(uow, closed, NeedLetterKind.SETTLED, held)
    if closed.outcome is None:
        return
    answered = NeedAnsweredV1(
        need_id=NeedId(closed.id),
        outcome=closed.outcome,
        handler=NeedHandler.SUPERVISOR,
        occurred_on=local_date(now),
    )
    uow.publish(answered, version=closed.version)
    await ask_letter(uow, closed, NeedLetterKind.ANSWERED)
