"""What an actor answers by phone is noted by the supervisor, counts as its answer, and is taken back as it was."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from contracts.coordination.needs import NeedOutcome
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.coordination.need_cards.commands.note_phone_answer import note_phone_answer
from services.coordination.need_cards.commands.unnote_phone_answer import unnote_phone_answer
from services.coordination.need_cards.model import PhonedLater
from services.coordination.needs.commands.route_need import route_need
from services.coordination.needs.commands.take_need import take_need
from services.coordination.needs.model.assignment import (
    Assignment,
    AssignmentOver,
    AssignmentStatus,
)
from services.coordination.needs.model.states import NeedStatus
from tests.coordination.needs.test_ways_back import decides
from tests.coordination.needs.world import assignments_of, company, need_of, passed_on, sent
from tests.coordination.world import Somebody
from tests.support.network import HERE

TODAY = date(2026, 11, 24)
SAID: dict[str, Any] = {
    "outcome": NeedOutcome.HELPED,
    "answer": "Oui, en mars.",
    "phoned_on": TODAY,
}


async def entrusted(units: UnitsOfWork, supervisor: Somebody) -> tuple[UUID, Assignment]:
    """A need that an actor has, and its part of it."""
    need_id = await sent(company(units))
    actor_id = await supervisor.adds("Greta", mail="contact@greta.example")
    await passed_on(supervisor, need_id, actor_id=actor_id)
    [mine] = await assignments_of(supervisor, need_id)
    return need_id, mine


async def test_what_is_noted_is_the_answer_of_the_actor_and_goes_back_to_what_was_promised(
    units: UnitsOfWork, supervisor: Somebody, superuser: asyncpg.Connection
) -> None:
    need_id, mine = await entrusted(units, supervisor)
    await company(units).do(
        take_need,
        need_id=need_id,
        assignment_id=mine.id,
        promised_on=TODAY + timedelta(days=8),
        now=supervisor.later(),
    )
    [before] = await assignments_of(supervisor, need_id)
    await decides(supervisor, note_phone_answer, need_id, assignment_id=mine.id, **SAID)

    need = await need_of(supervisor, need_id)
    [noted] = await assignments_of(supervisor, need_id)
    assert (need.status, need.outcome) == (NeedStatus.ANSWERED, NeedOutcome.HELPED)
    assert (noted.answer, noted.phoned_on) == ("Oui, en mars.", TODAY)
    letters = await superuser.fetch("SELECT kind FROM need_letters WHERE kind = 'answered'")
    assert len(letters) == 1

    await decides(supervisor, unnote_phone_answer, need_id, assignment_id=mine.id)
    need = await need_of(supervisor, need_id)
    [back] = await assignments_of(supervisor, need_id)
    assert (need.status, need.outcome, need.taken_at) == (NeedStatus.TAKEN, None, before.taken_at)
    # What was typed is there to be corrected.
    assert (back.answer, back.phoned_on, back.promised_on) == (
        "Oui, en mars.",
        None,
        before.promised_on,
    )
    with pytest.raises(AssignmentOver):
        await decides(supervisor, unnote_phone_answer, need_id, assignment_id=mine.id)


async def test_who_had_not_taken_it_in_charge_has_not_again(
    units: UnitsOfWork, supervisor: Somebody
) -> None:
    need_id, mine = await entrusted(units, supervisor)
    for outcome, stands in (
        (NeedOutcome.HELPED, NeedStatus.ANSWERED),
        (NeedOutcome.NOT_FOR_US, NeedStatus.QUALIFIED),
    ):
        said = {**SAID, "outcome": outcome}
        await decides(supervisor, note_phone_answer, need_id, assignment_id=mine.id, **said)
        assert (await need_of(supervisor, need_id)).status is stands
        await decides(supervisor, unnote_phone_answer, need_id, assignment_id=mine.id)
        need = await need_of(supervisor, need_id)
        [back] = await assignments_of(supervisor, need_id)
        assert (need.status, need.taken_at) == (NeedStatus.ROUTED, None)
        assert (back.status, back.taken_at) == (AssignmentStatus.ASKED, None)


async def test_another_actor_that_had_nothing_more_to_do_is_told_that_it_waits_again(
    units: UnitsOfWork, supervisor: Somebody, superuser: asyncpg.Connection
) -> None:
    need_id, mine = await entrusted(units, supervisor)
    other_id = await supervisor.adds("Chambre", mail="contact@chambre.example")
    need = await need_of(supervisor, need_id)
    await supervisor.do(
        route_need,
        need_id=need_id,
        version=need.version,
        actor_id=other_id,
        now=supervisor.later(),
    )
    await decides(supervisor, note_phone_answer, need_id, assignment_id=mine.id, **SAID)
    await decides(supervisor, unnote_phone_answer, need_id, assignment_id=mine.id)
    rows = await superuser.fetch("SELECT assignment_id FROM need_letters WHERE kind = 'reopened'")
    other = next(one for one in await assignments_of(supervisor, need_id) if one.id != mine.id)
    assert [row["assignment_id"] for row in rows] == [other.id]


async def test_nothing_is_noted_for_tomorrow_for_a_bureau_or_by_one(
    units: UnitsOfWork, supervisor: Somebody, bureau: Somebody
) -> None:
    need_id, mine = await entrusted(units, supervisor)
    later = {**SAID, "phoned_on": TODAY + timedelta(days=1)}
    with pytest.raises(PhonedLater):
        await decides(supervisor, note_phone_answer, need_id, assignment_id=mine.id, **later)
    own = await sent(company(units))
    await passed_on(supervisor, own, HERE)
    [theirs] = await assignments_of(bureau, own)
    with pytest.raises(NotFound):
        await decides(supervisor, note_phone_answer, own, assignment_id=theirs.id, **SAID)
