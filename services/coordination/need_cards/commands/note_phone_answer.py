"""Noting what an actor answered by phone."""

from datetime import date, datetime
from uuid import UUID

from contracts.coordination.needs import NeedOutcome
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.need_cards.model import PhonedLater
from services.coordination.need_cards.queries import part_of_an_actor
from services.coordination.needs.commands.answer_need import answer_need
from services.coordination.needs.store.needs import Needs
from services.coordination.news.model.calendar import local_date


async def note_phone_answer(
    uow: UnitOfWork,
    *,
    need_id: UUID,
    version: int,
    assignment_id: UUID,
    outcome: NeedOutcome,
    answer: str | None,
    phoned_on: date,
    now: datetime,
) -> None:
    """Note what an actor answered by phone: it counts as its answer, and its link shows it.

    Raises NotFound, StaleVersion, NeedMoveRefused, AssignmentOver, PhonedLater.
    """
    await Needs(uow).to_change(need_id, version)
    if phoned_on > local_date(now):
        raise PhonedLater(field="phoned_on")
    await part_of_an_actor(uow, need_id, assignment_id)
    await answer_need(
        uow,
        need_id=need_id,
        assignment_id=assignment_id,
        outcome=outcome,
        answer=answer,
        phoned_on=phoned_on,
        now=now,
    )
