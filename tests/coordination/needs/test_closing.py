"""What was answered a while ago, or nothing was heard of, is proposed for closing; what nobody closes is erased."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
import pytest

from contracts.coordination.needs import NeedClosedV1, NeedOutcome
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.coordination.need_list.commands import close_needs, restore_needs
from services.coordination.need_list.model import NeedCut
from services.coordination.need_list.queries import count_to_close, read_needs
from services.coordination.need_rights.retention import abandoned, close_and_erase
from services.coordination.needs.commands.answer_need import answer_need
from services.coordination.needs.commands.close_need import close_need
from services.coordination.needs.model.states import NeedMoveRefused, NeedStatus
from services.coordination.network_week.labels import dues_of
from services.coordination.network_week.queries import read_week
from services.coordination.news.model.calendar import local_date
from tests.coordination.needs.test_ways_back import decides
from tests.coordination.needs.world import assignments_of, company, need_of, passed_on, sent
from tests.coordination.world import NOW, Somebody
from tests.support.network import HERE
from tests.support.services import Published


async def answered(units: UnitsOfWork, supervisor: Somebody, bureau: Somebody) -> UUID:
    need_id = await sent(company(units))
    await passed_on(supervisor, need_id, HERE)
    [mine] = await assignments_of(bureau, need_id)
    await bureau.do(
        answer_need,
        need_id=need_id,
        assignment_id=mine.id,
        outcome=NeedOutcome.HELPED,
        answer="Oui.",
        now=bureau.later(),
    )
    return need_id


async def proposed(supervisor: Somebody, now: datetime) -> set[UUID]:
    who = replace(supervisor, now=now)
    page = await who.do(read_needs, NeedCut(to_close=True))
    assert await who.do(count_to_close) == len(page.items)
    return {one.need.id for one in page.items}


async def lines(supervisor: Somebody, now: datetime) -> list[str]:
    """What her week says of needs that are to be closed."""
    who = replace(supervisor, now=now)
    read = await who.do(read_week)
    return [one.title for one in dues_of(read, local_date(now)) if one.href.endswith("a-clore")]


async def test_what_stays_answered_or_without_news_is_proposed_and_nothing_else(
    units: UnitsOfWork, supervisor: Somebody, bureau: Somebody
) -> None:
    said = await answered(units, supervisor, bureau)
    mute = await sent(company(units))
    await passed_on(supervisor, mute, HERE)
    # What nobody qualified is to be qualified first.
    await sent(company(units))

    assert await proposed(supervisor, NOW + timedelta(days=13)) == set()
    assert await lines(supervisor, NOW + timedelta(days=13)) == []
    assert await proposed(supervisor, NOW + timedelta(days=15)) == {said}
    assert await lines(supervisor, NOW + timedelta(days=15)) == ["1\u00a0besoin à clore"]
    assert await proposed(supervisor, NOW + timedelta(days=61)) == {said, mute}


async def test_answered_ones_are_closed_many_at_once_and_come_back_as_they_were(
    units: UnitsOfWork, supervisor: Somebody, bureau: Somebody
) -> None:
    ids = {await answered(units, supervisor, bureau) for _ in range(3)}
    waiting = await sent(company(units))
    closed = await supervisor.do(close_needs, need_ids=[*ids, waiting], now=supervisor.later())
    assert set(closed) == ids
    assert {(await need_of(supervisor, one)).status for one in ids} == {NeedStatus.CLOSED}

    back = await supervisor.do(
        restore_needs, need_ids=closed, from_status=NeedStatus.CLOSED, now=supervisor.later()
    )
    assert back == 3
    for one in ids:
        need = await need_of(supervisor, one)
        assert (need.status, need.outcome) == (NeedStatus.ANSWERED, NeedOutcome.HELPED)


async def test_what_she_closed_with_her_own_answer_comes_back_by_no_button_of_the_list(
    units: UnitsOfWork, supervisor: Somebody
) -> None:
    need_id = await sent(company(units))
    await passed_on(supervisor, need_id, HERE)
    await decides(supervisor, close_need, need_id, outcome=NeedOutcome.HELPED, answer="Fait.")
    with pytest.raises(NeedMoveRefused):
        await supervisor.do(
            restore_needs, need_ids=[need_id], from_status=NeedStatus.CLOSED, now=NOW
        )


async def test_what_nobody_closes_is_ended_and_erased_after_two_years(
    units: UnitsOfWork,
    supervisor: Somebody,
    superuser: asyncpg.Connection,
    published: Published,
) -> None:
    need_id = await sent(company(units))
    await passed_on(supervisor, need_id, HERE)
    early, late = NOW + timedelta(days=729), NOW + timedelta(days=732)
    assert await supervisor.do(abandoned, now=early, limit=10) == []
    [due] = await supervisor.do(abandoned, now=late, limit=10)
    assert due.id == need_id

    who = replace(supervisor, now=late)
    await who.do(close_and_erase, [need_id], late)
    need = await need_of(supervisor, need_id)
    assert (need.status, need.details, need.requester) == (NeedStatus.CLOSED, None, None)
    assert "Delrieu" not in str(await superuser.fetch("SELECT * FROM needs"))
    assert [one.need_id for one in await published(NeedClosedV1)] == [need_id]
    assert await supervisor.do(abandoned, now=late, limit=10) == []
