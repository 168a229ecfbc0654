"""Answering a need."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from contracts.coordination.need_letters import NeedLetterKind
from contracts.coordination.needs import NeedAnsweredV1, NeedId, NeedOutcome
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.followings import plan_following
from services.coordination.needs.model.assignment import (
    Assignment,
    AssignmentStatus,
    outcome_of,
    replaced,
    speaking_of,
    standing_of,
    taken_since,
)
from services.coordination.needs.model.need import Need
from services.coordination.needs.model.states import NeedAction, NeedStatus
from services.coordination.needs.store.needs import Assignments, Needs, to_handle
from services.coordination.needs.store.publications import ask_letter, publish_taking
from services.coordination.news.model.calendar import local_date


async def answer_need(
    uow: UnitOfWork,
    *,
    need_id: UUID,
    assignment_id: UUID,
    outcome: NeedOutcome,
    answer: str | None = None,
    phoned_on: date | None = None,
    now: datetime,
) -> None:
    """Say what came of it; the company is written once the need is answered by all it takes.

    `phoned_on`: the day it was said by phone, where the supervisor notes it for an actor. Raises NotFound, NeedMoveRefused, AssignmentOver.
    """
    need, held, mine = await to_handle(uow, need_id, assignment_id)
    answered = replace(
        mine,
        status=AssignmentStatus.ANSWERED,
        outcome=outcome,
        answer=answer,
        answered_at=now,
        phoned_on=phoned_on,
        taken_at=mine.taken_at or (None if outcome is NeedOutcome.NOT_FOR_US else now),
    )
    left = replaced(held, answered)
    moved = need.moved(NeedAction.ANSWER, standing_of(left), now=now)
    moved = replace(moved, taken_at=taken_since(left))
    if moved.status is NeedStatus.ANSWERED:
        moved = replace(moved, outcome=outcome_of(left))
    await Assignments(uow).save(answered)
    await Needs(uow).save(moved)
    await plan_following(uow, need, moved, by=mine.id)
    if need.taken_at is None and moved.taken_at is not None:
        publish_taking(uow, moved, replace(answered, promised_on=local_date(now)), now=now)
    if moved.status is NeedStatus.ANSWERED and moved.outcome is not None:
        _publish_answer(uow, moved, moved.outcome, answered, now=now)
        about = speaking_of(left, answered)
        await ask_letter(uow, moved, NeedLetterKind.ANSWERED, about, by=mine.uai)


def _publish_answer(
    uow: UnitOfWork, need: Need, outcome: NeedOutcome, by: Assignment, *, now: datetime
) -> None:
    told = NeedAnsweredV1(
        need_id=NeedId(need.id), outcome=outcome, handler=by.handler, occurred_on=local_date(now)
    )
    uow.publish(told, version=need.version, uai=by.uai)
