"""Actions held are totalled by axis of the Parcours Avenir: exactly, once for each change, without a title."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

from contracts.coordination.avenir import AvenirAxis
from contracts.partnerships.actions import ActionAxesTotalledV1
from services.chassis.unit_of_work.unit_of_work import Scope
from services.partnerships.actions.commands import cancel_action, hold_action, replan_action
from services.partnerships.axes.commands import add_axis, change_axis
from tests.partnerships.actions.test_actions import holds, plans
from tests.partnerships.world import NOW, TODAY, Bureau
from tests.support.services import Published, ServiceDatabases
from tests.support.waiting import eventually

DISCOVERY, GUIDANCE = AvenirAxis.DISCOVERY, AvenirAxis.GUIDANCE


async def an_axis(bureau: Bureau, avenir: AvenirAxis | None, label: str = "Découvrir") -> UUID:
    return await bureau.do(add_axis, label=label, avenir=avenir)


async def told(published: Published) -> list[tuple[str, int, int, int]]:
    return [
        (one.school_year, one.discovery, one.initiative, one.guidance)
        for one in await published(ActionAxesTotalledV1)
    ]


async def test_what_is_held_is_counted_on_its_axis_and_what_is_taken_back_no_more(
    bureau: Bureau, published: Published
) -> None:
    axis, other = await an_axis(bureau, DISCOVERY), await an_axis(bureau, None, "Divers")
    one = await plans(bureau, axis_id=axis)
    assert await told(published) == []
    await holds(bureau, one)
    await holds(bureau, await plans(bureau, axis_id=other))
    await holds(bureau, await plans(bureau))
    await bureau.do(cancel_action, action_id=await plans(bureau, axis_id=axis), version=1, now=NOW)
    assert await told(published) == [("2026-2027", 1, 0, 0)]

    await bureau.do(replan_action, action_id=one, version=2, now=NOW)
    assert await told(published) == [("2026-2027", 1, 0, 0), ("2026-2027", 0, 0, 0)]
    for event in await published(ActionAxesTotalledV1):
        assert "Découvrir" not in event.to_json().decode()


async def test_an_axis_that_is_tied_otherwise_counts_its_actions_there(
    bureau: Bureau, published: Published
) -> None:
    axis = await an_axis(bureau, None)
    await holds(bureau, await plans(bureau, axis_id=axis))
    last_year = TODAY - timedelta(days=300)
    await holds(bureau, await plans(bureau, axis_id=axis, planned_on=last_year), on=last_year)
    assert await told(published) == []

    change: dict[str, Any] = {"axis_id": axis, "label": "Orienter", "archived": False}
    await bureau.do(change_axis, avenir=GUIDANCE, version=1, **change)
    assert await told(published) == [("2025-2026", 0, 0, 1), ("2026-2027", 0, 0, 1)]
    await bureau.do(change_axis, avenir=GUIDANCE, version=2, **{**change, "archived": True})
    assert len(await told(published)) == 2
    await bureau.do(change_axis, avenir=DISCOVERY, version=3, **change)
    assert (await told(published))[2:] == [("2025-2026", 1, 0, 0), ("2026-2027", 1, 0, 0)]


async def test_a_year_begins_in_august(bureau: Bureau, published: Published) -> None:
    axis = await an_axis(bureau, DISCOVERY)
    for day in ("2026-07-31", "2026-08-01"):
        on = TODAY.fromisoformat(day)
        await holds(bureau, await plans(bureau, axis_id=axis, planned_on=on), on=on)
    assert await told(published) == [("2025-2026", 1, 0, 0), ("2026-2027", 1, 0, 0)]


async def test_the_first_two_of_a_year_held_at_once_are_both_counted(
    bureau: Bureau, published: Published, service_databases: ServiceDatabases
) -> None:
    axis = await an_axis(bureau, DISCOVERY)
    ids = [await plans(bureau, axis_id=axis) for _ in range(2)]
    superuser = await service_databases.superuser("partnerships")

    async def somebody_waits() -> bool:
        waiting: int = await superuser.fetchval(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return waiting > 0

    held: dict[str, Any] = {"version": 1, "on": TODAY, "pupils": 9, "teachers": 0, "now": NOW}
    async with bureau.units.begin(Scope(frozenset({bureau.uai})), now=NOW) as uow:
        await hold_action(uow, action_id=ids[0], **held)
        other = asyncio.create_task(bureau.do(hold_action, action_id=ids[1], **held))
        await eventually(somebody_waits)
    await other
    await superuser.close()
    assert (await told(published))[-1] == ("2026-2027", 2, 0, 0)
