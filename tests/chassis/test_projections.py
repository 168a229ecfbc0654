"""Projections on a real server and a real database: the read model is the fold of the stream."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import date
from functools import partial
from pathlib import Path
from uuid import uuid4

import asyncpg
import msgspec
import pytest
import pytest_asyncio
from nats.aio.msg import Msg
from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.internships.periods import FormationOpenedV1
from deploy.embedded.postgres import EmbeddedPostgres
from services.chassis.base.failpoints import arm
from services.chassis.base.settings import Settings
from services.chassis.database.engine import Database
from services.chassis.database.scopes import enter_scope
from services.chassis.projections import Projection, Recorded
from services.chassis.projections.reader import ProjectionRunner
from services.chassis.projections.reader_lock import STILL_HELD, ReaderLock
from services.chassis.projections.replay import replay
from services.chassis.projections.revision import read_revision
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from tests.chassis.facts import BOURDELLE, MAURY, department_event
from tests.chassis.ledger import totals
from tests.chassis.wired import ACK_WAIT_SECONDS, Wired, opened, wired
from tests.support.bus import Declared
from tests.support.waiting import PATIENCE_SECONDS, eventually

STREAM, DURABLE = "DEPARTMENT_82", "internships__labels"
SUBJECT = f"department.82.{MAURY}.internships.formation_opened"


class Formation(msgspec.Struct):
    """What the fold uses of an event."""

    label: str
    occurred_on: date


SHORT_OF_MEMORY: list[str] = []
"""Labels whose next fold finds no memory."""


async def fold(connection: AsyncConnection, batch: Sequence[Recorded]) -> None:
    """The last label of each formation; one label breaks the fold."""
    for recorded in batch:
        if recorded.data.label == "breaks the fold":
            raise RuntimeError
        if recorded.data.label in SHORT_OF_MEMORY:
            SHORT_OF_MEMORY.remove(recorded.data.label)
            raise MemoryError
        added = insert(totals).values(uai=recorded.envelope.subject, total=recorded.data.label)
        await connection.execute(
            added.on_conflict_do_update(
                index_elements=["uai"], set_={"total": added.excluded.total}
            )
        )


PROJECTION = Projection("labels", events={FormationOpenedV1: Formation}, fold=fold)
SERVICE = Declared("internships", projections=(PROJECTION,))


@pytest_asyncio.fixture
async def here(
    tmp_path: Path,
    migrated: Settings,
    units: UnitsOfWork,
    database: Database,
    superuser: asyncpg.Connection,
) -> AsyncIterator[Wired]:
    async with wired(tmp_path, migrated, units, database, superuser, SERVICE) as here:
        yield here


@asynccontextmanager
async def running(
    here: Wired, database: Database | None = None, tell: Callable[[bytes], None] = lambda _: None
) -> AsyncIterator[ProjectionRunner]:
    """One replica; `tell` hears of each batch that it folds itself."""
    runner = ProjectionRunner(
        "internships",
        PROJECTION,
        bus=here.bus,
        database=database or here.database,
        department="82",
        tell=tell,
        ack_wait_seconds=ACK_WAIT_SECONDS,
    )
    await runner.start()
    try:
        yield runner
    finally:
        await runner.stop()


async def model(here: Wired) -> list[str]:
    rows = await here.superuser.fetch("SELECT total FROM totals ORDER BY total")
    return [row["total"] for row in rows]


async def shows(here: Wired, *labels: str) -> None:
    """Wait until the read model holds exactly these labels."""

    async def as_told() -> bool:
        return await model(here) == sorted(labels)

    await eventually(as_told)


async def test_events_are_folded_with_their_watermark(here: Wired) -> None:
    async with running(here) as runner:
        for number in range(50):
            await here.speaker.say(opened(f"{number:02}"))
        await shows(here, *(f"{number:02}" for number in range(50)))

        async def settled() -> bool:
            info = await here.consumer(STREAM, DURABLE)
            return bool(info.ack_floor.stream_seq == 50)

        await eventually(settled)
        assert runner.problems() == ()

    [row] = await here.superuser.fetch("SELECT stream, sequence, revision FROM watermarks")
    assert (row["stream"], row["sequence"]) == (STREAM, 50)
    assert 1 <= row["revision"] <= 50


async def test_a_backlog_is_folded_in_batches(here: Wired) -> None:
    labels = [f"{number:04}" for number in range(500)]
    for label in labels:
        await here.speaker.say(opened(label))

    async with running(here):
        await shows(here, *labels)

    assert await here.superuser.fetchval("SELECT revision FROM watermarks") < 100


async def test_each_commit_is_told_with_its_revision(here: Wired) -> None:
    told: list[bytes] = []

    async def hear(message: object) -> None:
        told.append(message.data)  # type: ignore[attr-defined] # a nats-py message

    await here.bus.subscribe("changed.internships.82", hear)
    async with running(here):
        await here.speaker.say(opened("one"))
        await eventually(lambda: told)

    first = msgspec.json.decode(told[0])
    assert (first["projection"], first["revision"]) == ("labels", 1)
    async with here.database.engine.connect() as connection:
        assert await read_revision(connection, "labels") == 1


async def test_who_reads_next_tells_what_the_last_one_had_no_time_to_tell(here: Wired) -> None:
    async with running(here):
        await here.speaker.say(opened("one"))
        await shows(here, "one")
    told: list[int] = []

    async def hear(message: object) -> None:
        told.append(msgspec.json.decode(message.data)["revision"])  # type: ignore[attr-defined] # a nats-py message

    await here.bus.subscribe("changed.internships.82", hear)

    async with running(here):
        await eventually(lambda: told == [1])


@pytest.mark.parametrize(
    ("falsified", "expected"),
    [
        ({"payload": b"\x00\xff"}, ("invalid-payload", f"{SUBJECT}.v1")),
        ({"headers": {"ce-id": "x"}}, ("unreadable-envelope", f"{SUBJECT}.v1")),
        (
            {"headers": {"ce-source": f"/82/{BOURDELLE}/internships"}},
            ("lycee-contradicts-subject", f"{SUBJECT}.v1"),
        ),
        (
            {
                "on_subject": f"{SUBJECT}.v7",
                "headers": {"ce-type": "fr.passerelle.internships.formation_opened.v7"},
            },
            ("newer-version", f"{SUBJECT}.v7"),
        ),
    ],
    ids=["poison", "envelope", "lycee", "version"],
)
async def test_what_cannot_be_read_is_set_aside_and_the_next_goes_through(
    here: Wired, falsified: dict[str, object], expected: tuple[str, str]
) -> None:
    async with running(here):
        await here.speaker.say(opened("first"))
        await shows(here, "first")
        await here.speaker.say(opened("bad"), **falsified)  # type: ignore[arg-type] # given by the test
        await here.speaker.say(opened("next"))
        await shows(here, "first", "next")

        assert await here.parked() == [expected]


async def test_an_event_that_breaks_the_fold_takes_nobody_with_it(here: Wired) -> None:
    formation = department_event("breaks the fold")
    for label in ("a", "b"):
        await here.speaker.say(opened(label))
    await here.speaker.say(formation)
    await here.speaker.say(formation.model_copy(update={"label": "behind it"}))
    await here.speaker.say(opened("c"))

    async with running(here):
        await shows(here, "a", "b", "c")
        await here.speaker.say(formation.model_copy(update={"label": "later"}))
        await here.speaker.say(opened("d"))
        await shows(here, "a", "b", "c", "d")

    assert [reason for reason, _ in await here.parked()] == ["failed", "behind", "behind"]


async def test_a_recreated_stream_is_folded_again_from_its_beginning(here: Wired) -> None:
    told = [(opened("one"), uuid4()), (opened("two"), uuid4())]
    async with running(here) as runner:
        for event, event_id in told:
            await here.speaker.say(event, event_id=event_id)
        await shows(here, "one", "two")
        [before] = await here.superuser.fetch("SELECT created_at, revision FROM watermarks")

        await here.operator.delete_stream(STREAM)
        await eventually(lambda: runner.problems() != ())
        await here.superuser.execute("TRUNCATE totals")
        await here.provision()
        for event, event_id in told:
            await here.speaker.say(event, event_id=event_id)
        await here.speaker.say(opened("three"))

        await shows(here, "one", "two", "three")
        await eventually(lambda: runner.problems() == ())
    [after] = await here.superuser.fetch("SELECT created_at, revision FROM watermarks")
    assert after["created_at"] > before["created_at"]
    assert after["revision"] > before["revision"]


async def test_a_durable_made_anew_is_folded_again_from_its_beginning(here: Wired) -> None:
    """It may have been made anew to show kinds of events that were never folded."""
    async with running(here) as runner:
        await here.speaker.say(opened("one"))
        await shows(here, "one")

        await here.operator.delete_consumer(STREAM, DURABLE)
        await eventually(lambda: runner.problems() != ())
        await here.superuser.execute("TRUNCATE totals")
        await here.provision()
        await here.speaker.say(opened("two"))

        await shows(here, "one", "two")


async def test_a_restart_folds_nothing_again(here: Wired) -> None:
    async with running(here):
        await here.speaker.say(opened("one"))
        await shows(here, "one")
    await here.superuser.execute("TRUNCATE totals")

    async with running(here):
        await here.speaker.say(opened("two"))
        await shows(here, "two")


async def test_nats_may_die_and_come_back(here: Wired) -> None:
    async with running(here) as runner:
        await here.speaker.say(opened("before"))
        await shows(here, "before")
        await here.server.stop()
        await eventually(lambda: runner.problems() != ())
        await here.server.start()
        await here.bus.wait_connected()
        await here.speaker.say(opened("after"))

        await shows(here, "before", "after")


async def test_only_one_replica_folds_and_the_other_takes_over(
    here: Wired, migrated: Settings
) -> None:
    other = Database.open(migrated, here.database.credentials)
    by_the_other: list[bytes] = []
    async with running(here) as first:
        await here.speaker.say(opened("one"))
        await shows(here, "one")
        async with running(here, other, by_the_other.append) as second:
            await eventually(lambda: second.problems() == ())
            for number in range(20):
                await here.speaker.say(opened(f"{number:02}"))
            await shows(here, "one", *(f"{number:02}" for number in range(20)))
            assert by_the_other == []

            await first.stop()
            await here.speaker.say(opened("two"))
            await shows(here, "one", "two", *(f"{number:02}" for number in range(20)))
            await eventually(lambda: by_the_other)
    await other.close()


async def test_deliveries_that_went_to_a_dead_reader_are_not_skipped(here: Wired) -> None:
    """Another reader is given the first three events and dies: the fourth must not hide them."""
    for label in ("1", "2", "3", "4"):
        await here.speaker.say(opened(label))
    dead = await here.operator.pull_subscribe_bind(durable=DURABLE, stream=STREAM)
    assert len(await dead.fetch(3)) == 3

    async with running(here):
        await shows(here, "1", "2", "3", "4")


async def test_deliveries_stolen_while_reading_are_noticed(here: Wired) -> None:
    said = ["00"]
    async with running(here):
        await here.speaker.say(opened(said[0]))
        await shows(here, *said)
        thief = await here.operator.pull_subscribe_bind(durable=DURABLE, stream=STREAM)
        for _ in range(3):
            taking = asyncio.create_task(thief.fetch(1, timeout=PATIENCE_SECONDS))
            while not taking.done():  # the server gives to each who asks in turn
                said.append(f"{len(said):02}")
                await here.speaker.say(opened(said[-1]))
                await eventually(partial(_given, here, taking, said))
            assert len(await taking) == 1

        await shows(here, *said)


async def _given(here: Wired, taking: asyncio.Task[list[Msg]], said: list[str]) -> bool:
    """Whether the last event went to the thief or into the read model."""
    return taking.done() or await model(here) == said


async def test_a_lost_database_connection_gives_the_lock_back(here: Wired) -> None:
    async with running(here):
        await here.speaker.say(opened("one"))
        await shows(here, "one")
        killed = await here.superuser.fetch(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        assert killed
        await here.speaker.say(opened("two"))

        await shows(here, "one", "two")


async def test_the_database_may_die_and_come_back(here: Wired, cluster: EmbeddedPostgres) -> None:
    assert cluster.running
    async with running(here) as runner:
        await here.speaker.say(opened("one"))
        await shows(here, "one")
        await here.superuser.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        await here.speaker.say(opened("two"))
        await shows(here, "one", "two")
        await eventually(lambda: runner.problems() == ())


async def test_a_reader_that_fails_while_it_lets_go_reads_on(here: Wired) -> None:
    async with running(here) as runner:
        await here.speaker.say(opened("one"))
        await shows(here, "one")
        arm("projection.after_commit=raise@1,projection.before_letting_go=raise@1")
        try:
            await here.speaker.say(opened("two"))
            await here.speaker.say(opened("three"))
            await shows(here, "one", "two", "three")
            await eventually(lambda: runner.problems() == ())
        finally:
            arm("")


async def test_a_session_of_ours_that_stayed_open_is_closed_by_the_server(here: Wired) -> None:
    noted: list[str | None] = []
    lock = ReaderLock(here.database, "labels", noted.append)
    async with here.database.engine.connect() as left:
        key = "SELECT pg_backend_pid() FROM pg_try_advisory_lock(hashtextextended('projection labels', 0))"
        lock._left = (await left.execute(text(key))).scalar_one()
        await left.commit()
        async with asyncio.timeout(PATIENCE_SECONDS), lock.held() as connection:
            assert (await connection.execute(text("SELECT 1"))).scalar_one() == 1
        await left.invalidate()
    assert noted == [STILL_HELD]


async def test_another_replica_s_session_is_left_alone(here: Wired) -> None:
    noted: list[str | None] = []
    lock = ReaderLock(here.database, "labels", noted.append)
    async with here.database.engine.connect() as other:
        key = "SELECT pg_backend_pid() FROM pg_try_advisory_lock(hashtextextended('projection labels', 0))"
        lock._left = (await other.execute(text(key))).scalar_one() + 1
        await other.commit()
        waiting = asyncio.create_task(_take_turn(lock))
        await eventually(lambda: noted == [None])
        assert (await other.execute(text("SELECT 1"))).scalar_one() == 1
        await other.invalidate()
    await asyncio.wait_for(waiting, PATIENCE_SECONDS)


async def _take_turn(lock: ReaderLock) -> None:
    async with lock.held():
        pass


async def test_what_a_shortage_breaks_is_no_event_set_aside(here: Wired) -> None:
    async with running(here) as runner:
        await here.speaker.say(opened("one"))
        await shows(here, "one")
        SHORT_OF_MEMORY.append("two")
        await here.speaker.say(opened("two"))
        await shows(here, "one", "two")
        await eventually(lambda: runner.problems() == ())
    assert await here.superuser.fetchval("SELECT count(*) FROM parked_events") == 0
    assert SHORT_OF_MEMORY == []


async def test_an_event_set_aside_is_folded_when_an_operator_asks(here: Wired) -> None:
    formation = department_event("breaks the fold")
    async with running(here) as runner:
        await here.speaker.say(formation)
        await here.speaker.say(formation.model_copy(update={"label": "behind it"}))

        async def both() -> bool:
            return len(await here.parked()) == 2

        await eventually(both)
        parked = await here.superuser.fetch("SELECT parked_id FROM parked_events ORDER BY 1")
        async with here.database.engine.connect() as connection:
            folding = runner.folding
            assert await replay(connection, folding, parked[0]["parked_id"]) == 0
            await here.superuser.execute(
                "UPDATE parked_events SET payload = convert_to(replace("
                "convert_from(payload, 'UTF8'), 'breaks the fold', 'mended'), 'UTF8')"
            )
            assert await replay(connection, folding, parked[0]["parked_id"]) == 2

    assert await model(here) == ["behind it"]
    assert await here.parked() == []


async def test_without_the_departments_scope_a_read_model_is_empty(here: Wired) -> None:
    async with running(here):
        await here.speaker.say(opened("one"))
        await shows(here, "one")
    async with here.database.engine.connect() as connection:
        hidden = await connection.execute(text("SELECT count(*) FROM totals"))
        await enter_scope(connection, "*")
        shown = await connection.execute(text("SELECT count(*) FROM totals"))

    assert (hidden.scalar_one(), shown.scalar_one()) == (0, 1)
