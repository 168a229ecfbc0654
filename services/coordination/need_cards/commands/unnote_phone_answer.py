"""Taking back that an answer by phone was noted."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from contracts.coordination.need_letters import NeedLetterKind
from contracts.coordination.needs import NeedId, NeedReleasedV1, NeedReopenedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.followings import plan_following
from services.coordination.need_cards.queries import part_of_an_actor
from services.coordination.needs.model.assignment import (
    Assignment,
    AssignmentOver,
    AssignmentStatus,
    current,
    promising_anew,
    replaced,
    standing_of,
    taken_since,
)
from services.coordination.needs.model.states import NeedAction, NeedStatus
from services.coordination.needs.store.needs import Assignments, Needs
from services.coordination.needs.store.publications import ask_letter, tell_actors
from services.coordination.news.model.calendar import local_date


async def unnote_phone_answer(
    uow: UnitOfWork, *, need_id: UUID, version: int, assignment_id: UUID, now: datetime
) -> None:
    """Take back that an answer was noted: the actor has it as it had it, with what it had promised.

    What was typed stays, to be corrected. Raises NotFound, StaleVersion, NeedMoveRefused, AssignmentOver.
    """
    need = await Needs(uow).to_change(need_id, version)
    noted = await part_of_an_actor(uow, need_id, assignment_id)
    if noted.status is not AssignmentStatus.ANSWERED or noted.phoned_on is None:
        raise AssignmentOver
    was_answered = need.status is NeedStatus.ANSWERED
    back = _before(noted)
    if was_answered:
        back = promising_anew(back, local_date(now))
    left = replaced(await Assignments(uow).of(need_id), back)
    action = NeedAction.REOPEN if was_answered else NeedAction.ROUTE
    moved = need.moved(action, standing_of(left), now=now)
    moved = replace(moved, outcome=None, taken_at=taken_since(left))
    if was_answered or moved.is_late(local_date(now)):
        moved = moved.again(now=now)
    await Assignments(uow).save(back)
    await Needs(uow).save(moved)
    await plan_following(uow, need, moved, by=back.id)
    told = {"need_id": NeedId(need.id), "occurred_on": local_date(now)}
    if was_answered:
        # They were told that they need do nothing more.
        others = [one for one in current(left) if one.id != back.id]
        await tell_actors(uow, moved, NeedLetterKind.REOPENED, others)
        await ask_letter(uow, moved, NeedLetterKind.AGAIN)
        uow.publish(NeedReopenedV1(**told), version=moved.version)
    if need.taken_at is not None and moved.taken_at is None:
        uow.publish(NeedReleasedV1(**told), version=moved.version)


def _before(noted: Assignment) -> Assignment:
    """As it stood; who had not taken it in charge before took it as they answered."""
    taken_at = None if noted.taken_at == noted.answered_at else noted.taken_at
    return replace(
        noted,
        status=AssignmentStatus.TAKEN if taken_at else AssignmentStatus.ASKED,
        taken_at=taken_at,
        outcome=None,
        answered_at=None,
        phoned_on=None,
    )
