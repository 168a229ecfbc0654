"""What an operator is told of a service: each trouble is caused, seen, mended, and gone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio
from sqlalchemy import insert

from contracts.internships.periods import FormationOpenedV1
from deploy.embedded.ports import free_port
from deploy.nats.durables import service_durables
from services.chassis.base.settings import Settings
from services.chassis.database.engine import Database
from services.chassis.nats.connection import Bus
from services.chassis.operations.collect import Watched
from services.chassis.operations.findings import findings
from services.chassis.operations.measures import Readings
from services.chassis.outbox.relay import Relay
from services.chassis.reactions import Reactions
from services.chassis.reactions.consumer import ReactionRunner
from services.chassis.reactions.group_inbox import GroupInbox
from services.chassis.reactions.parked_retries import Replaying, list_parked
from services.chassis.security.credentials import ServiceCredentials
from services.chassis.unit_of_work.scheduled_jobs import TimedWork, run_due_work
from services.chassis.unit_of_work.unit_of_work import UnitOfWork, UnitsOfWork
from tests.chassis.facts import BOURDELLE, department_event, scope_of
from tests.chassis.ledger import Ledger, entries
from tests.chassis.wired import ACK_WAIT_SECONDS, WAITS, Wired, wired
from tests.support.bus import Declared
from tests.support.waiting import PATIENCE_SECONDS, eventually

MINUTE = timedelta(minutes=1)


class Faulty:
    """Handles an event, once it may; or fails as long as it is told to."""

    fails = False

    def __init__(self) -> None:
        self.may = asyncio.Event()
        self.may.set()
        self.begun = asyncio.Event()

    @contextmanager
    def held(self) -> Iterator[None]:
        """What is given to it within is not finished; it is let go on whatever happens."""
        self.may.clear()
        self.begun.clear()
        try:
            yield
        finally:
            self.may.set()

    async def __call__(self, event: FormationOpenedV1, uow: UnitOfWork) -> None:
        self.begun.set()
        await self.may.wait()
        if self.fails:
            raise ZeroDivisionError
        row = {"entry_id": uow.new_id(), "uai": uow.writing_for(), "label": str(event.label)}
        await uow.execute(insert(entries), row)


@pytest.fixture
def handler() -> Faulty:
    return Faulty()


@pytest.fixture
def units(database: Database) -> UnitsOfWork:
    """At the time of the machine, which NATS goes by."""
    return UnitsOfWork(database, service=Ledger.name, department="82")


@pytest_asyncio.fixture
async def here(
    tmp_path: Path,
    migrated: Settings,
    units: UnitsOfWork,
    database: Database,
    superuser: asyncpg.Connection,
    handler: Faulty,
) -> AsyncIterator[Wired]:
    reactions = Reactions(Ledger.name)
    reactions.on(FormationOpenedV1, group="facts", since="beginning")(handler)
    service = Declared(Ledger.name, reactions=reactions)
    async with wired(tmp_path, migrated, units, database, superuser, service) as here:
        yield here


def watched(here: Wired, **changes: object) -> Watched:
    durables = service_durables(here.services[0], "82", reaction_ack_wait_seconds=WAITS.reactions)
    # A machine that is busy answers late: only what is silent is not waited for.
    given = {"tables_within_seconds": PATIENCE_SECONDS, **changes}
    return Watched(Ledger.name, here.units, here.bus, durables=durables, **given)  # type: ignore[arg-type] # fields of Watched, given by the test


@pytest.fixture
def service(here: Wired) -> Watched:
    return watched(here)


async def codes(service: Watched, *, after: timedelta = timedelta()) -> list[str]:
    """What is found wrong at an instant that is so far from now."""
    return [found.code for found in findings(await service.read(datetime.now(UTC) + after))]


async def answered(service: Watched, *, after: timedelta) -> Readings:
    """What is read once everything answers: on a busy machine some part may be taken for silent."""

    async def whole() -> Readings | None:
        readings = await service.read(datetime.now(UTC) + after)
        silent = readings.database or readings.bus or readings.consumers[0].problem
        return None if silent else readings

    readings = await eventually(whole)
    assert readings is not None
    return readings


async def record(units: UnitsOfWork) -> None:
    async with units.begin(scope_of(BOURDELLE)) as uow:
        uow.publish(department_event())


@asynccontextmanager
async def relaying(here: Wired) -> AsyncIterator[None]:
    relay = Relay(here.database, here.bus, service=Ledger.name, department="82")
    await relay.start()
    try:
        yield
    finally:
        await relay.stop()


@asynccontextmanager
async def reacting(here: Wired) -> AsyncIterator[None]:
    [declared] = here.services
    assert declared.reactions is not None
    runner = ReactionRunner(
        declared.reactions,
        bus=here.bus,
        units=here.units,
        department="82",
        ack_wait_seconds=ACK_WAIT_SECONDS,
    )
    await runner.start()
    try:
        yield
    finally:
        await runner.stop()


async def test_nothing_is_wrong_with_a_service_at_rest(service: Watched) -> None:
    assert await codes(service) == []


async def test_events_that_do_not_leave_are_found_until_they_left(
    here: Wired, service: Watched
) -> None:
    began_at = datetime.now(UTC)
    await record(here.units)
    assert await codes(service) == []  # it has had no time to leave
    assert await codes(service, after=2 * MINUTE) == ["journal-waiting"]
    [found] = findings(await service.read(datetime.now(UTC) + 2 * MINUTE))
    assert found.what == "1\u00a0fait du département en attente d’envoi."
    assert found.since is not None
    assert began_at <= found.since <= datetime.now(UTC)

    async with relaying(here), reacting(here):

        async def gone() -> bool:
            return await codes(service, after=2 * MINUTE) == []

        assert await eventually(gone)


async def test_an_event_the_bus_refuses_is_found_until_it_is_dealt_with(
    here: Wired, service: Watched
) -> None:
    await record(here.units)
    await here.superuser.execute("UPDATE journal SET send_error = 'too large'")
    assert await codes(service) == ["journal-refused"]
    await here.superuser.execute("UPDATE journal SET send_error = NULL, sent_at = now()")
    assert await codes(service) == []


async def test_a_refused_event_is_looked_for_by_an_index(superuser: asyncpg.Connection) -> None:
    await superuser.execute(
        "INSERT INTO journal (event_id, uai, source, audience, sequence, subject, headers,"
        " payload, recorded_at, sent_at) SELECT gen_random_uuid(), '0820021C',"
        " '/82/0820021C/internships', 'bureau', nth, 'bureau.82.0820021C.internships.x.v1', '{}',"
        " '{}', now(), now() FROM generate_series(1, 20000) AS nth"
    )
    await superuser.execute("UPDATE journal SET send_error = 'too large' WHERE sequence = 5000")
    await superuser.execute("ANALYZE journal")
    plan = await superuser.fetch(
        "EXPLAIN SELECT recorded_at FROM journal"
        " WHERE audience = 'bureau' AND send_error IS NOT NULL ORDER BY position LIMIT 10000"
    )
    assert any("journal_refused" in row[0] for row in plan), plan


async def test_a_reader_that_lags_is_found_until_it_caught_up(
    here: Wired, service: Watched
) -> None:
    for _ in range(3):
        await here.speaker.say(department_event())
    assert await codes(service) == []
    readings = await service.read(datetime.now(UTC) + 2 * MINUTE)
    assert [found.code for found in findings(readings)] == ["consumer-behind"]
    assert readings.consumers[0].waiting == 3

    async with reacting(here):

        async def gone() -> bool:
            return await codes(service, after=4 * MINUTE) == []

        assert await eventually(gone)


async def test_a_reader_that_is_given_events_all_the_time_does_not_lag(
    here: Wired, service: Watched, handler: Faulty
) -> None:
    """Something waits at each look, and never the same."""
    async with reacting(here):
        for nth in range(4):
            with handler.held():
                await here.speaker.say(department_event())
                await handler.begun.wait()
                readings = await answered(service, after=nth * MINUTE)
                assert readings.consumers[0].waiting == 1
                assert findings(readings) == ()

            async def settled(count: int = nth + 1) -> bool:
                info = await here.consumer("DEPARTMENT_82", "internships__facts")
                return bool(info.ack_floor.stream_seq == count)

            assert await eventually(settled)


async def test_a_reader_that_was_deleted_is_found_until_it_is_provisioned(
    here: Wired, service: Watched
) -> None:
    await here.operator.delete_consumer("DEPARTMENT_82", "internships__facts")
    assert await codes(service) == ["consumer-missing"]
    await here.provision()
    assert await codes(service) == []


async def test_a_reader_with_other_settings_is_found_until_it_is_provisioned(
    here: Wired, service: Watched
) -> None:
    info = await here.operator.consumer_info("DEPARTMENT_82", "internships__facts")
    changed = info.config.evolve(max_ack_pending=7)
    await here.operator.add_consumer("DEPARTMENT_82", changed)
    assert await codes(service) == ["consumer-different"]
    await here.provision()
    assert await codes(service) == []


async def test_an_event_set_aside_is_found_until_it_is_replayed(
    here: Wired, service: Watched, handler: Faulty
) -> None:
    handler.fails = True
    await here.speaker.say(department_event())
    async with reacting(here):

        async def found() -> list[str]:
            return await codes(service, after=2 * timedelta(hours=1))

        assert "parked-retried" in await eventually(found)
    handler.fails = False
    [parked] = await list_parked(here.units)
    assert here.services[0].reactions is not None
    [group] = here.services[0].reactions.groups()
    await Replaying(GroupInbox(group, here.units)).replay(parked.parked_id)
    assert await codes(service, after=timedelta(hours=2)) == []


async def test_an_event_nothing_will_try_again_is_found_at_once(
    here: Wired, service: Watched
) -> None:
    await here.speaker.say(department_event(), payload=b"{}")
    async with reacting(here):

        async def found() -> list[str]:
            return await codes(service)

        assert await eventually(found) == ["parked"]


async def test_a_timed_job_that_fails_is_found_until_it_succeeds(
    here: Wired, service: Watched
) -> None:
    timed = TimedWork(Ledger.name)
    broken = True

    @timed.job("tally")
    async def tally(uow: UnitOfWork, *, key: str, now: datetime) -> None:
        if broken:
            raise ZeroDivisionError(uow, key, now)

    due_at = datetime.now(UTC)
    async with here.units.begin(scope_of(BOURDELLE)) as uow:
        await uow.schedule("tally", key="24", due_at=due_at)
    await run_due_work(timed, here.units, here.database.relay_dsn, due_at)
    second_at = due_at + MINUTE
    await run_due_work(timed, here.units, here.database.relay_dsn, second_at)

    [found] = findings(await service.read(second_at))
    assert found.code == "timed-failing"
    assert "tally" in found.what
    assert found.since == due_at
    broken = False
    await run_due_work(timed, here.units, here.database.relay_dsn, second_at + 5 * MINUTE)
    assert await codes(service, after=timedelta(hours=1)) == []


async def test_a_timed_job_nobody_does_is_found_until_it_is_done(
    here: Wired, service: Watched
) -> None:
    timed = TimedWork(Ledger.name)

    @timed.job("tally")
    async def tally(uow: UnitOfWork, *, key: str, now: datetime) -> None:
        assert uow.now == now
        assert key == "24"

    due_at = datetime.now(UTC)
    async with here.units.begin(scope_of(BOURDELLE)) as uow:
        await uow.schedule("tally", key="24", due_at=due_at)
    assert await codes(service, after=MINUTE) == []
    assert await codes(service, after=6 * MINUTE) == ["timed-overdue"]
    await run_due_work(timed, here.units, here.database.relay_dsn, due_at + 6 * MINUTE)
    assert await codes(service, after=6 * MINUTE) == []


async def test_a_dead_bus_is_found_and_the_rest_is_read_all_the_same(
    here: Wired, service: Watched
) -> None:
    await record(here.units)
    await here.server.stop()
    assert await eventually(lambda: not here.bus.connected)
    readings = await service.read(datetime.now(UTC))
    assert [found.code for found in findings(readings)] == ["bus-silent"]
    assert readings.bus is not None
    assert readings.bus.since == readings.read_at
    assert [journal.unsent for journal in readings.journal] == [1, 0]
    await here.server.start()
    assert await eventually(lambda: here.bus.connected)
    assert await codes(service) == []


async def test_a_dead_database_is_found_and_the_rest_is_read_all_the_same(
    here: Wired, credentials: ServiceCredentials
) -> None:
    nowhere = Database.open(here.settings.replaced(database_port=free_port()), credentials)
    units = UnitsOfWork(nowhere, service=Ledger.name, department="82")
    service = watched(here)
    service.units = units
    readings = await service.read(datetime.now(UTC))
    assert [found.code for found in findings(readings)] == ["database-silent"]
    assert readings.consumers[0].waiting == 0
    later = await service.read(datetime.now(UTC) + MINUTE)
    assert later.database is not None
    assert later.database.since == readings.read_at
    service.units = here.units
    assert await codes(service) == []
    await nowhere.close()


async def test_the_disk_of_the_data_is_read(here: Wired, tmp_path: Path) -> None:
    readings = await watched(here, disk=tmp_path).read()
    assert readings.disk is not None
    assert 0 < readings.disk.free < readings.disk.total
    assert (await watched(here, disk=tmp_path / "absent").read()).disk is None


async def test_a_database_too_busy_to_answer_is_silent_and_the_rest_is_read(
    here: Wired, superuser: asyncpg.Connection
) -> None:
    async with superuser.transaction():
        await superuser.execute("LOCK TABLE parked_events")
        readings = await watched(here, tables_within_seconds=0.2).read()

    assert readings.database is not None
    assert "database-silent" in [found.code for found in findings(readings)]
    assert len(readings.consumers) == 1


async def test_a_bus_never_reached_is_silent_too(here: Wired, units: UnitsOfWork) -> None:
    bus = Bus(f"nats://127.0.0.1:{free_port()}", Ledger.name, here.bus.seed)
    service = Watched(Ledger.name, units, bus, durables=watched(here).durables)
    assert await codes(service) == ["bus-silent"]
