"""Taking a need in charge."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from contracts.coordination.need_letters import NeedLetterKind
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.followings import plan_following
from services.coordination.base.promises import expect_promise
from services.coordination.needs.model.assignment import AssignmentStatus, replaced, taken_since
from services.coordination.needs.model.states import NeedAction
from services.coordination.needs.store.needs import Assignments, Needs, to_handle
from services.coordination.needs.store.publications import ask_letter, publish_taking
from services.coordination.news.model.calendar import local_date


async def take_need(
    uow: UnitOfWork, *, need_id: UUID, assignment_id: UUID, promised_on: date, now: datetime
) -> None:
    """Take a need in charge, and promise the company an answer by a day; again to promise another one.

    Raises NotFound, NeedMoveRefused, AssignmentOver, PromisedInThePast, PromisedTooFar.
    """
    need, held, mine = await to_handle(uow, need_id, assignment_id)
    expect_promise(promised_on, mine.promised_on, local_date(now))
    taken = replace(
        mine,
        status=AssignmentStatus.TAKEN,
        taken_at=mine.taken_at or now,
        promised_on=promised_on,
    )
    moved = need.moved(NeedAction.TAKE, now=now)
    moved = replace(moved, taken_at=taken_since(replaced(held, taken)))
    await Assignments(uow).save(taken)
    await Needs(uow).save(moved)
    await plan_following(uow, need, moved, by=mine.id)
    publish_taking(uow, moved, taken, now=now)
    await ask_letter(uow, moved, NeedLetterKind.TAKEN, taken, by=mine.uai)
