"""Timed work is done once, late rather than never."""

from datetime import datetime, timedelta

import asyncpg
import pytest
from sqlalchemy import insert

from services.chassis.base.errors import NotFound
from services.chassis.database.engine import Database
from services.chassis.nats.connection import Bus
from services.chassis.outbox.relay import Relay
from services.chassis.unit_of_work.nightly_jobs import note_stated, state_at_first_start
from services.chassis.unit_of_work.scheduled_jobs import TimedWork, TimedWorker, run_due_work
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork, UnitsOfWork
from tests.chassis.facts import BOURDELLE, MAURY, NOW, department_event, scope_of
from tests.chassis.ledger import Ledger, entries
from tests.support.waiting import eventually

TONIGHT = NOW + timedelta(hours=17)


@pytest.fixture
def timed() -> TimedWork:
    work = TimedWork(Ledger.name)

    @work.job("write_entry")
    async def write_entry(uow: UnitOfWork, *, key: str, now: datetime) -> None:
        label = f"{key} {now:%H:%M}"
        row = {"entry_id": uow.new_id(), "uai": str(uow.writing_for()), "label": label}
        await uow.execute(insert(entries), row)
        uow.publish(department_event())

    @work.job("fail")
    async def fail(uow: UnitOfWork, *, key: str, now: datetime) -> None:
        await write_entry(uow, key=key, now=now)
        raise ZeroDivisionError(key, now)

    return work


async def schedule(units: UnitsOfWork, job: str, *keys: str, due_at: datetime = TONIGHT) -> None:
    async with units.begin(scope_of(BOURDELLE, MAURY)) as uow:
        for key in keys:
            await uow.schedule(job, key=key, due_at=due_at, uai=BOURDELLE)


async def labels(superuser: asyncpg.Connection) -> list[str]:
    return [row["label"] for row in await superuser.fetch("SELECT label FROM entries ORDER BY 1")]


async def test_work_is_done_when_its_time_has_come_and_once(
    timed: TimedWork, units: UnitsOfWork, database: Database, superuser: asyncpg.Connection
) -> None:
    await schedule(units, "write_entry", "24", "24", "25")
    await schedule(units, "write_entry", "24", due_at=NOW)  # asked again: the first time stays

    assert await run_due_work(timed, units, database.relay_dsn, TONIGHT - timedelta(seconds=1)) == 0
    assert await run_due_work(timed, units, database.relay_dsn, TONIGHT) == 2
    assert await run_due_work(timed, units, database.relay_dsn, TONIGHT + timedelta(days=9)) == 0
    assert await labels(superuser) == ["24 02:00", "25 02:00"]
    assert await superuser.fetchval("SELECT count(*) FROM journal") == 2


async def test_work_missed_while_everything_was_down_is_made_up_once(
    timed: TimedWork, units: UnitsOfWork, database: Database, superuser: asyncpg.Connection
) -> None:
    for day in range(3):
        await schedule(units, "write_entry", f"{day}", due_at=TONIGHT + timedelta(days=day))
    late = TONIGHT + timedelta(days=30)
    assert await run_due_work(timed, units, database.relay_dsn, late) == 3
    assert await run_due_work(timed, units, database.relay_dsn, late) == 0
    assert await labels(superuser) == ["0 02:00", "1 02:00", "2 02:00"]


async def test_a_job_that_fails_is_tried_again_later_and_stops_no_other(
    timed: TimedWork, units: UnitsOfWork, database: Database, superuser: asyncpg.Connection
) -> None:
    await schedule(units, "fail", "a", due_at=NOW)
    await schedule(units, "unknown", "b", due_at=NOW)
    await schedule(units, "write_entry", "c", due_at=NOW)
    assert await run_due_work(timed, units, database.relay_dsn, NOW) == 3
    assert await labels(superuser) == ["c 09:00"]
    assert await run_due_work(timed, units, database.relay_dsn, NOW + timedelta(seconds=59)) == 0
    assert await run_due_work(timed, units, database.relay_dsn, NOW + timedelta(minutes=1)) == 2
    waiting = await superuser.fetch(
        "SELECT attempts, last_error, due_at FROM due_work WHERE done_at IS NULL ORDER BY key"
    )
    retry_at = NOW + timedelta(minutes=6)
    assert [tuple(row) for row in waiting] == [
        (2, "ZeroDivisionError", retry_at),
        (2, "JobUnknown", retry_at),
    ]


async def test_two_workers_at_once_do_a_row_once(
    timed: TimedWork, units: UnitsOfWork, database: Database, superuser: asyncpg.Connection
) -> None:
    await schedule(units, "write_entry", "24", due_at=NOW)
    (row,) = await superuser.fetch("SELECT position, job, uai, key, attempts FROM due_work")
    worker = TimedWorker(timed, units)
    await worker._run_one(row, NOW)
    await worker._run_one(row, NOW)
    assert await labels(superuser) == ["24 09:00"]


async def test_a_job_has_the_scope_of_its_lycee(
    timed: TimedWork, units: UnitsOfWork, database: Database, superuser: asyncpg.Connection
) -> None:
    seen: list[object] = []

    @timed.job("look")
    async def look(uow: UnitOfWork, *, key: str, now: datetime) -> None:
        seen.append((uow.scope, uow.uai, key, now))

    await schedule(units, "look", "x", due_at=NOW)
    await run_due_work(timed, units, database.relay_dsn, NOW)
    assert seen == [(scope_of(BOURDELLE), BOURDELLE, "x", NOW)]


async def test_the_department_plans_jobs_that_speak_for_one_lycee_each(
    units: UnitsOfWork, database: Database, superuser: asyncpg.Connection
) -> None:
    wide = TimedWork(Ledger.name, department_wide=True)

    @wide.job("tell_each")
    async def tell_each(uow: UnitOfWork, *, key: str, now: datetime) -> None:
        for uai in (BOURDELLE, MAURY):
            await uow.schedule("tell", key=key, due_at=now, uai=uai)

    @wide.job("tell")
    async def tell(uow: UnitOfWork, *, key: str, now: datetime) -> None:
        uow.publish(department_event())

    async with units.begin(Scope(frozenset(), department_wide=True)) as uow:
        await uow.schedule("tell_each", key="week", due_at=NOW)
    while await run_due_work(wide, units, database.relay_dsn, NOW):
        pass

    told = await superuser.fetch("SELECT uai FROM journal ORDER BY uai")
    assert [row["uai"] for row in told] == sorted((BOURDELLE, MAURY))


async def test_a_release_that_tells_something_else_states_what_was_stated_before_and_once(
    timed: TimedWork, units: UnitsOfWork, database: Database, superuser: asyncpg.Connection
) -> None:
    whole = Scope(frozenset(), department_wide=True)

    async def begin(key: str) -> int:
        async with units.begin(whole) as uow:
            await state_at_first_start(uow, job="write_entry", key=key, now=NOW)
        return await run_due_work(timed, units, database.relay_dsn, NOW)

    await schedule(units, "write_entry", "24")
    assert await begin("release:1") == 0  # nothing was stated yet: the night will
    assert await run_due_work(timed, units, database.relay_dsn, TONIGHT) == 1
    assert [await begin(f"release:{one}") for one in (1, 1, 2)] == [1, 0, 1]
    told = await superuser.fetch("SELECT DISTINCT uai FROM journal")
    assert [row["uai"] for row in told] == [BOURDELLE]
    async with units.begin(scope_of(BOURDELLE), uai=BOURDELLE) as uow:
        await note_stated(uow, job="write_entry", key="release:3", uai=BOURDELLE, now=NOW)
    assert await begin("release:3") == 0  # its night came before its next start


async def test_a_lycee_plans_no_job_of_another(units: UnitsOfWork) -> None:
    async with units.begin(scope_of(BOURDELLE)) as uow:
        with pytest.raises(NotFound):
            await uow.schedule("write_entry", key="24", due_at=NOW, uai=MAURY)


async def test_the_leader_does_the_work(
    timed: TimedWork,
    units: UnitsOfWork,
    database: Database,
    bus: Bus,
    superuser: asyncpg.Connection,
) -> None:
    worker = TimedWorker(timed, units, clock=lambda: TONIGHT)
    relay = Relay(database, bus, service=Ledger.name, department="82", timed=worker)
    await relay.start()
    try:
        await schedule(units, "write_entry", "24")
        await eventually(lambda: superuser.fetchval("SELECT count(*) FROM entries"))
    finally:
        await relay.stop()


def test_a_job_is_declared_once(timed: TimedWork) -> None:
    with pytest.raises(ValueError, match="twice"):
        timed.job("fail")(timed.jobs["write_entry"])
