"""What nobody took in charge in time is said once, on a morning of work, whatever happened meanwhile."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from contracts.coordination.need_letters import NeedLetterAskedV1, NeedLetterKind
from contracts.coordination.needs import NeedEscalatedV1
from services.chassis.unit_of_work.scheduled_jobs import TimedWorker, run_due_work
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.coordination.base.reactions import timed
from services.coordination.need_cards.commands.reopen_need import reopen_need
from services.coordination.need_delays.commands import escalate_needs
from services.coordination.needs.commands.close_need import close_need
from services.coordination.needs.commands.send_need import send_need
from services.coordination.needs.commands.take_need import take_need
from services.coordination.service import SERVICE
from tests.coordination.needs.world import (
    DETAILS,
    WHO,
    assignments_of,
    company,
    need_of,
    passed_on,
    sent,
)
from tests.coordination.world import Somebody
from tests.support.network import HERE
from tests.support.services import Published, ServiceDatabases

SENT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
"""A Tuesday: to be taken before the end of Tuesday, 1 December."""


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


async def came(units: UnitsOfWork, now: datetime = SENT, *, verified: bool = True) -> UUID:
    return await replace(company(units), now=now).do(
        send_need, details=DETAILS, requester=WHO, verified=verified, now=now
    )


async def late_letters(published: Published) -> int:
    asked = await published(NeedLetterAskedV1)
    return sum(one.kind is NeedLetterKind.LATE for one in asked)


async def looked(supervisor: Somebody, now: datetime) -> int:
    return await replace(supervisor, now=now).do(escalate_needs, now=now)


async def test_it_is_late_the_morning_after_the_fifth_working_day_and_once(
    units: UnitsOfWork, supervisor: Somebody, published: Published
) -> None:
    need_id = await came(units)
    assert await looked(supervisor, at(date(2026, 12, 1))) == 0
    assert await looked(supervisor, at(date(2026, 12, 2))) == 1
    assert await looked(supervisor, at(date(2026, 12, 2), 10)) == 0
    assert await looked(supervisor, at(date(2026, 12, 3))) == 0

    [said] = await published(NeedEscalatedV1)
    assert (said.need_id, said.occurred_on) == (need_id, date(2026, 12, 2))
    assert await late_letters(published) == 1
    need = await need_of(supervisor, need_id)
    assert need.escalated_at == at(date(2026, 12, 2))


@pytest.mark.parametrize(
    ("came_on", "not_yet", "late_on"),
    [
        # Due on a Friday: late on Monday, not on Saturday.
        (date(2026, 11, 27), (date(2026, 12, 5), date(2026, 12, 6)), date(2026, 12, 7)),
        # 11 November is a holiday: one day more.
        (date(2026, 11, 4), (date(2026, 11, 11), date(2026, 11, 12)), date(2026, 11, 13)),
        # Due on the eve of Christmas.
        (date(2026, 12, 17), (date(2026, 12, 25), date(2026, 12, 27)), date(2026, 12, 28)),
        # The morning after its last day is a holiday: said on the next working day.
        (date(2026, 7, 6), (date(2026, 7, 13), date(2026, 7, 14)), date(2026, 7, 15)),
    ],
)
async def test_week_ends_and_holidays_do_not_count(
    units: UnitsOfWork,
    supervisor: Somebody,
    came_on: date,
    not_yet: tuple[date, ...],
    late_on: date,
) -> None:
    await came(units, at(came_on))

    for day in not_yet:
        assert await looked(supervisor, at(day)) == 0, day
    assert await looked(supervisor, at(late_on)) == 1


async def test_who_was_taken_in_charge_answered_or_never_confirmed_is_not_late(
    units: UnitsOfWork, supervisor: Somebody, bureau: Somebody, published: Published
) -> None:
    await came(units, verified=False)
    taken = await sent(company(units))
    await passed_on(supervisor, taken, HERE)
    (mine,) = await assignments_of(bureau, taken)
    await bureau.do(
        take_need,
        need_id=taken,
        assignment_id=mine.id,
        promised_on=date(2026, 12, 11),
        now=bureau.later(),
    )
    assert await looked(supervisor, at(date(2026, 12, 30))) == 0
    assert await published(NeedEscalatedV1) == []


async def test_what_is_reopened_has_its_days_anew_and_is_said_no_second_time(
    units: UnitsOfWork, supervisor: Somebody
) -> None:
    need_id = await came(units)
    await passed_on(supervisor, need_id, HERE)
    closing = replace(supervisor, now=at(date(2026, 11, 30)))
    version = (await need_of(supervisor, need_id)).version
    await closing.do(close_need, need_id=need_id, version=version, now=closing.now)
    reopening = replace(supervisor, now=at(date(2027, 1, 4)))
    await reopening.do(reopen_need, need_id=need_id, version=version + 1, now=reopening.now)

    assert (await need_of(supervisor, need_id)).due_on == date(2027, 1, 11)
    assert await looked(supervisor, at(date(2027, 1, 11))) == 0
    assert await looked(supervisor, at(date(2027, 1, 12))) == 1
    assert await looked(supervisor, at(date(2027, 1, 13))) == 0


async def test_what_was_said_to_be_late_is_said_once_more_when_it_is_reopened_and_ignored_again(
    units: UnitsOfWork, supervisor: Somebody, published: Published
) -> None:
    need_id = await came(units)
    await passed_on(supervisor, need_id, HERE)
    assert await looked(supervisor, at(date(2026, 12, 2))) == 1
    version = (await need_of(supervisor, need_id)).version
    closing = replace(supervisor, now=at(date(2026, 12, 2), 11))
    await closing.do(close_need, need_id=need_id, version=version, now=closing.now)
    assert await looked(supervisor, at(date(2026, 12, 3))) == 0
    reopening = replace(supervisor, now=at(date(2026, 12, 3), 11))
    await reopening.do(reopen_need, need_id=need_id, version=version + 1, now=reopening.now)

    assert (await need_of(supervisor, need_id)).due_on == date(2026, 12, 10)
    assert await looked(supervisor, at(date(2026, 12, 10))) == 0
    assert await looked(supervisor, at(date(2026, 12, 11))) == 1
    assert await looked(supervisor, at(date(2026, 12, 14))) == 0
    said = await published(NeedEscalatedV1)
    assert [one.occurred_on for one in said] == [date(2026, 12, 2), date(2026, 12, 11)]
    assert await late_letters(published) == 2


async def test_after_a_week_of_downtime_and_a_restart_each_is_said_once(
    units: UnitsOfWork,
    supervisor: Somebody,
    published: Published,
    service_databases: ServiceDatabases,
) -> None:
    worker = TimedWorker(timed, units)
    await worker.plan_standing(SENT)
    ids = {await came(units, at(day)) for day in (date(2026, 11, 24), date(2026, 11, 25))}
    dsn = service_databases.kept(SERVICE.name).relay_dsn

    # Nothing ran for two weeks; then a process begins, and another one after it.
    awake = at(date(2026, 12, 9))
    for now in (awake, awake + timedelta(minutes=1), awake + timedelta(days=1)):
        again = TimedWorker(timed, units)
        await again.plan_standing(now)
        await run_due_work(timed, units, dsn, now)

    assert {one.need_id for one in await published(NeedEscalatedV1)} == ids
    assert len(await published(NeedEscalatedV1)) == 2
    assert await late_letters(published) == 2


async def test_each_morning_plans_the_next_one(
    units: UnitsOfWork, published: Published, service_databases: ServiceDatabases
) -> None:
    await TimedWorker(timed, units).plan_standing(SENT)
    await came(units)
    dsn = service_databases.kept(SERVICE.name).relay_dsn

    for day in range(25, 31):
        await run_due_work(timed, units, dsn, at(date(2026, 11, day)))
    await run_due_work(timed, units, dsn, at(date(2026, 12, 1)))
    assert await published(NeedEscalatedV1) == []
    await run_due_work(timed, units, dsn, at(date(2026, 12, 2)))

    assert len(await published(NeedEscalatedV1)) == 1


async def test_two_processes_at_once_say_it_once(
    units: UnitsOfWork, supervisor: Somebody, published: Published
) -> None:
    for _ in range(5):
        await came(units)
    morning = at(date(2026, 12, 2))

    many = await asyncio.gather(*(looked(supervisor, morning) for _ in range(3)))

    assert sorted(many) == [0, 0, 5]
    assert len(await published(NeedEscalatedV1)) == 5
