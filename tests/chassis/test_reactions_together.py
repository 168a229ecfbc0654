"""Groups that take many events in one transaction: each still once, and parked alone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
import pytest_asyncio
from nats.aio.client import Client
from nats.aio.msg import Msg
from sqlalchemy import insert

from contracts.internships.periods import FormationOpenedV1
from services.chassis.base import failpoints
from services.chassis.base.errors import Unavailable
from services.chassis.base.settings import Settings
from services.chassis.database.engine import Database
from services.chassis.nats.durables import BATCH_MAX_ACK_PENDING
from services.chassis.reactions import Batched, Reactions
from services.chassis.reactions.consumer import ReactionRunner
from services.chassis.reactions.group_inbox import GroupInbox
from services.chassis.reactions.parked_retries import Replaying, list_parked
from services.chassis.reactions.patient_pulls import PATIENCE, Patience
from services.chassis.unit_of_work.unit_of_work import UnitOfWork, UnitsOfWork
from tests.chassis.facts import BOURDELLE, MAURY, department_event
from tests.chassis.ledger import entries
from tests.chassis.wired import ACK_WAIT_SECONDS, Wired, opened, wired
from tests.support.bus import Declared
from tests.support.waiting import eventually

DURABLE, STREAM = "internships__facts", "DEPARTMENT_82"


@dataclass
class Taken:
    """What the handler was given, call by call, and what it does before it writes a label down."""

    calls: list[list[str]] = field(default_factory=list)
    before: dict[str, Callable[[], Awaitable[None]]] = field(default_factory=dict)

    async def write_down(
        self, events: Sequence[Batched[FormationOpenedV1]], uow: UnitOfWork
    ) -> None:
        labels = [str(one.event.label) for one in events]
        self.calls.append(labels)
        for label in labels:
            if label in self.before:
                await self.before[label]()
        rows = [
            {"entry_id": uow.new_id(), "uai": uow.writing_for(), "label": label} for label in labels
        ]
        await uow.execute(insert(entries), rows)

    def came_to(self, count: int) -> bool:
        """Whether it was called this often."""
        return len(self.calls) == count


@pytest.fixture
def taken() -> Taken:
    return Taken()


def taking(taken: Taken, *, since: str = "beginning") -> Declared:
    reactions = Reactions("internships")
    declare = reactions.on_many(FormationOpenedV1, group="facts", since=since)  # type: ignore[arg-type] # a literal, given by the test
    declare(taken.write_down)
    return Declared("internships", reactions=reactions)


@pytest_asyncio.fixture
async def here(
    tmp_path: Path,
    migrated: Settings,
    units: UnitsOfWork,
    database: Database,
    superuser: asyncpg.Connection,
    taken: Taken,
) -> AsyncIterator[Wired]:
    async with wired(tmp_path, migrated, units, database, superuser, taking(taken)) as here:
        yield here


@asynccontextmanager
async def running(
    here: Wired, service: Declared | None = None, *, patience: Patience = PATIENCE
) -> AsyncIterator[ReactionRunner]:
    declared = service or here.services[0]
    assert declared.reactions is not None
    runner = ReactionRunner(
        declared.reactions,
        bus=here.bus,
        units=here.units,
        department="82",
        ack_wait_seconds=ACK_WAIT_SECONDS,
        patience=patience,
    )
    await runner.start()
    try:
        yield runner
    finally:
        await runner.stop()


async def say(here: Wired, *labels: str) -> None:
    for label in labels:
        await here.speaker.say(opened(label))


async def settled(here: Wired) -> None:
    """Wait until the stream has nothing left for the group."""

    async def nothing_left() -> bool:
        info = await here.consumer(STREAM, DURABLE)
        return bool(info.num_pending == 0 and info.num_ack_pending == 0)

    await eventually(nothing_left)


async def delivered(here: Wired) -> int:
    """How many deliveries the server made to the group."""
    return int((await here.consumer(STREAM, DURABLE)).delivered.consumer_seq)


async def test_what_is_pending_is_taken_together_in_order_and_no_more_than_the_limit_at_once(
    here: Wired, taken: Taken
) -> None:
    labels = [f"{number:03}" for number in range(2 * BATCH_MAX_ACK_PENDING + 5)]
    await say(here, *labels)

    async with running(here) as runner:
        await settled(here)
        assert runner.problems() == ()

    assert await here.labels() == labels
    assert [label for call in taken.calls for label in call] == labels
    assert max(len(call) for call in taken.calls) == BATCH_MAX_ACK_PENDING


async def test_one_event_that_comes_alone_waits_for_no_other(here: Wired, taken: Taken) -> None:
    async with running(here):
        for count, label in enumerate(("one", "two"), start=1):
            await say(here, label)
            await eventually(partial(taken.came_to, count))
            await settled(here)

    assert taken.calls == [["one"], ["two"]]


async def test_two_events_of_one_company_come_in_their_order(here: Wired, taken: Taken) -> None:
    formation = department_event("before")
    await here.speaker.say(formation, version=1)
    await here.speaker.say(formation.model_copy(update={"label": "after"}), version=2)

    async with running(here):
        await settled(here)

    assert taken.calls == [["before", "after"]]


async def test_events_of_each_lycee_are_taken_in_its_own_scope(here: Wired) -> None:
    for number in range(6):
        await here.speaker.say(opened(f"{number}"), uai=(MAURY, BOURDELLE)[number % 2])

    async with running(here):
        await settled(here)

    rows = await here.superuser.fetch("SELECT uai, label FROM entries ORDER BY label")
    assert [tuple(row) for row in rows] == [
        (uai, str(number)) for number, uai in enumerate((MAURY, BOURDELLE) * 3)
    ]


async def test_an_event_that_cannot_be_read_is_parked_alone(here: Wired) -> None:
    await say(here, "one")
    await here.speaker.say(opened("unreadable"), payload=b"{}")
    await say(here, "two")

    async with running(here):
        await settled(here)

    assert await here.labels() == ["one", "two"]
    assert [reason for reason, _ in await here.parked()] == ["invalid-payload"]


@pytest.mark.parametrize(
    ("error", "reason"), [(ValueError, "invalid-payload"), (KeyError, "failed")]
)
async def test_an_event_the_handler_fails_at_is_parked_alone_and_replayed(
    here: Wired, taken: Taken, error: type[Exception], reason: str
) -> None:
    async def fail() -> None:
        raise error

    taken.before["poisoned"] = fail
    await say(here, "one", "two", "poisoned", "three", "four")

    async with running(here):
        await settled(here)
        assert await here.labels() == ["one", "two", "three", "four"]
        assert [why for why, _ in await here.parked()] == [reason]
        assert await delivered(here) == 5
    del taken.before["poisoned"]
    reactions = here.services[0].reactions
    assert reactions is not None
    for parked in await list_parked(here.units):
        await Replaying(GroupInbox(reactions.groups()[0], here.units)).replay(parked.parked_id)

    assert await here.labels() == ["one", "two", "three", "four", "poisoned"]
    assert await here.parked() == []


async def test_an_event_postgresql_refuses_is_parked_alone(here: Wired, taken: Taken) -> None:
    """It fails the transaction of all, although no line of Python raises."""
    await say(here, "one", "two", "three")
    await here.superuser.execute("ALTER TABLE entries ADD CONSTRAINT no_two CHECK (label <> 'two')")
    try:
        async with running(here):
            await settled(here)
            assert await here.labels() == ["one", "three"]
            assert [reason for reason, _ in await here.parked()] == ["failed"]
            assert await delivered(here) == 3
    finally:
        await here.superuser.execute("ALTER TABLE entries DROP CONSTRAINT no_two")

    assert taken.calls[-1] == ["three"]


async def test_the_same_events_told_twice_have_no_second_effect(here: Wired, taken: Taken) -> None:
    told = [(opened(label), uuid4()) for label in ("one", "two", "three")]

    async def tell(times: str) -> None:
        for event, event_id in told:
            # another message id: the server would drop the copy otherwise
            copy = {"Nats-Msg-Id": f"{event_id}-{times}"}
            await here.speaker.say(event, event_id=event_id, headers=copy)

    await tell("first")
    await tell("in the same batch")
    async with running(here):
        await settled(here)
        await tell("later")
        await say(here, "last")
        await settled(here)

    assert await here.labels() == ["one", "two", "three", "last"]
    assert taken.calls[0] == ["one", "two", "three"]


async def test_what_was_handled_so_long_ago_that_its_inbox_row_is_gone_has_no_second_effect(
    here: Wired, taken: Taken
) -> None:
    said = [await here.speaker.say(opened(label)) for label in ("one", "two", "three", "four")]
    await here.superuser.execute(
        "INSERT INTO inbox_floors (kind, source, sequence) VALUES ($1, $2, $3)",
        f"{DURABLE}/internships.formation_opened",
        said[0].source,
        said[1].sequence,
    )

    async with running(here):
        await settled(here)

    assert taken.calls == [["three", "four"]]


async def test_a_death_between_the_commit_and_the_answer_changes_nothing(
    here: Wired, taken: Taken
) -> None:
    await say(here, "one", "two", "three")
    failpoints.arm("reaction.before_ack=raise@1")
    try:
        async with running(here):
            await settled(here)
            assert await delivered(here) == 6
    finally:
        failpoints.arm("")

    assert await here.labels() == ["one", "two", "three"]
    assert taken.calls == [["one", "two", "three"]]


async def test_a_death_before_the_commit_leaves_nothing_half_done(
    here: Wired, taken: Taken
) -> None:
    await say(here, "one", "two", "three")
    failpoints.arm("reaction.before_commit=raise@1")
    try:
        async with running(here):
            await settled(here)
    finally:
        failpoints.arm("")

    assert await here.labels() == ["one", "two", "three"]


async def test_a_killer_is_set_aside_alone_at_its_sixth_delivery(here: Wired, taken: Taken) -> None:
    """Those that were delivered with it to a process that died are tried one by one."""
    await say(here, "before")
    envelope = await here.speaker.say(opened("deadly"))
    await say(here, "after")
    await here.superuser.execute(
        "INSERT INTO delivery_attempts VALUES ($1, $2, 4, now(), now())", DURABLE, envelope.id
    )
    stolen = await here.operator.pull_subscribe_bind(durable=DURABLE, stream=STREAM)
    assert len(await stolen.fetch(3)) == 3  # and never answered, as by a process that died

    async with running(here):
        await settled(here)

    assert [reason for reason, _ in await here.parked()] == ["killer"]
    assert sorted(await here.labels()) == ["after", "before"]
    assert all(len(call) == 1 for call in taken.calls)


async def test_an_outage_hands_all_of_them_back_with_a_delay_and_they_are_taken_together_again(
    here: Wired, taken: Taken, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish, handed_back = Client.publish, list[bytes]()

    async def overheard(
        client: Client, subject: str, payload: bytes = b"", *more: Any, **options: Any
    ) -> None:
        if payload.startswith(Msg.Ack.Nak) and f".{DURABLE}." in subject:
            handed_back.append(payload)
        await publish(client, subject, payload, *more, **options)

    async def away_once() -> None:
        del taken.before["two"]
        raise Unavailable

    monkeypatch.setattr(Client, "publish", overheard)
    taken.before["two"] = away_once
    await say(here, "one", "two", "three")
    async with running(here):
        await settled(here)

    assert handed_back == [b'-NAK {"delay": 1000000000}'] * 3
    assert sorted(await here.labels()) == ["one", "three", "two"]
    assert await here.parked() == []
    assert len(taken.calls) < 4


async def test_two_replicas_take_each_event_once(here: Wired) -> None:
    labels = [f"{number:03}" for number in range(300)]
    await say(here, *labels)

    async with running(here), running(here):
        await settled(here)

    assert sorted(await here.labels()) == labels


async def test_what_was_recorded_before_a_group_that_reacts_from_now_on_is_never_seen(
    here: Wired, taken: Taken
) -> None:
    await here.speaker.say(opened("past"), at=datetime.now(UTC) - timedelta(days=1))
    for label in ("one", "two"):
        await here.speaker.say(opened(label), at=datetime.now(UTC) + timedelta(minutes=1))

    async with running(here, taking(taken, since="now")):
        await settled(here)

    assert await here.labels() == ["one", "two"]
    assert taken.calls == [["one", "two"]]


async def test_nats_may_die_and_come_back(here: Wired) -> None:
    # Nobody asks by the clock: what is told of the connection is enough.
    async with running(here, patience=Patience(3600.0, 3600.0)) as runner:
        await say(here, "one", "two")
        await settled(here)
        await here.server.stop()
        await eventually(lambda: "no answer from NATS" in " ".join(runner.problems()))
        await here.server.start()
        await here.bus.wait_connected()
        await say(here, "three", "four")

        async def all_written() -> bool:
            return await here.labels() == ["one", "two", "three", "four"]

        await eventually(all_written)


async def test_the_durable_is_as_declared(here: Wired) -> None:
    async with running(here) as runner:
        await eventually(lambda: runner.problems() == ())
        raw = (await here.consumer(STREAM, DURABLE)).config

    assert (raw.max_deliver, raw.max_ack_pending, raw.ack_policy) == (
        -1,
        BATCH_MAX_ACK_PENDING,
        "explicit",
    )
