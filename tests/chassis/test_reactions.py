"""Reactions on a real server and a real database: once each, in order, nothing dropped."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import httpx2
import pytest
import pytest_asyncio
from faststream.exceptions import AckMessage, NackMessage, RejectMessage, StopConsume
from faststream.nats import NatsBroker
from faststream.nats.subscriber.usecases import PullStreamSubscriber
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js.api import ConsumerConfig
from nats.js.client import JetStreamContext
from sqlalchemy import insert

from contracts.envelope import Envelope
from contracts.internships.periods import FormationOpenedV1
from services.chassis.base import failpoints
from services.chassis.base.errors import Unavailable
from services.chassis.base.settings import Settings
from services.chassis.database.engine import Database
from services.chassis.reactions import NotYet, Reactions, consumer
from services.chassis.reactions.consumer import ReactionRunner
from services.chassis.reactions.given_again import give
from services.chassis.reactions.group_inbox import GroupInbox
from services.chassis.reactions.parked_retries import (
    Replaying,
    list_parked,
    retry_what_waits,
)
from services.chassis.reactions.patient_pulls import PATIENCE, Patience
from services.chassis.unit_of_work.unit_of_work import UnitOfWork, UnitsOfWork
from tests.chassis.facts import BOURDELLE, MAURY, department_event
from tests.chassis.ledger import entries
from tests.chassis.wired import ACK_WAIT_SECONDS, Wired, opened, wired
from tests.support.bus import Declared
from tests.support.waiting import eventually

PULLS_MAX = 100
IMPATIENT = Patience(pull_seconds=0.5, check_seconds=0.5)
"""For what the server tells nobody, and is found by asking again."""
DURABLE, STREAM = "internships__facts", "DEPARTMENT_82"
SUBJECT = f"department.82.{MAURY}.internships.formation_opened"


@dataclass
class Behaviour:
    """What the handler of the test does, by label; it writes the label down afterwards."""

    before: dict[str, Callable[[], Awaitable[None]]] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)

    async def write_down(self, event: FormationOpenedV1, uow: UnitOfWork) -> None:
        self.seen.append(str(event.label))
        if str(event.label) in self.before:
            await self.before[str(event.label)]()
        row = {"entry_id": uow.new_id(), "uai": uow.writing_for(), "label": str(event.label)}
        await uow.execute(insert(entries), row)


@pytest.fixture
def behaviour() -> Behaviour:
    return Behaviour()


def reacting(behaviour: Behaviour, *, since: str = "beginning") -> Declared:
    reactions = Reactions("internships")
    declare = reactions.on(FormationOpenedV1, group="facts", since=since)  # type: ignore[arg-type] # a literal, given by the test
    declare(behaviour.write_down)
    return Declared("internships", reactions=reactions)


@pytest_asyncio.fixture
async def here(
    tmp_path: Path,
    migrated: Settings,
    units: UnitsOfWork,
    database: Database,
    superuser: asyncpg.Connection,
    behaviour: Behaviour,
) -> AsyncIterator[Wired]:
    async with wired(tmp_path, migrated, units, database, superuser, reacting(behaviour)) as here:
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


@contextmanager
def hardly_pulling(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fails when over a hundred pulls are asked within it: a client that spins asks thousands."""
    fetch, pulls = JetStreamContext.PullSubscription.fetch, [0]

    async def counted(*arguments: Any, **options: Any) -> Any:
        pulls[0] += 1
        return await fetch(*arguments, **options)

    monkeypatch.setattr(JetStreamContext.PullSubscription, "fetch", counted)
    yield
    assert pulls[0] < PULLS_MAX


@asynccontextmanager
async def hardly_asking(here: Wired) -> AsyncIterator[None]:
    """Fails when the server is asked over a hundred times within it."""

    async def asked() -> int:
        async with httpx2.AsyncClient(trust_env=False) as client:
            url = f"http://127.0.0.1:{here.server.monitor_port}/varz"
            return int((await client.get(url)).json()["in_msgs"])

    before = await asked()
    yield
    assert await asked() - before < 100


async def wrote(here: Wired, *labels: str) -> None:
    """Wait until exactly these labels are written."""

    async def as_told() -> bool:
        return await here.labels() == list(labels)

    await eventually(as_told)


async def test_an_event_is_handled_in_the_scope_of_its_lycee(
    here: Wired, behaviour: Behaviour
) -> None:
    async with running(here) as runner:
        await here.speaker.say(opened("here"), uai=MAURY)
        await here.speaker.say(opened("there"), uai=BOURDELLE)
        await wrote(here, "here", "there")

    rows = await here.superuser.fetch("SELECT uai, label FROM entries ORDER BY entry_id")
    assert [tuple(row) for row in rows] == [(MAURY, "here"), (BOURDELLE, "there")]
    assert runner.problems() == ()


async def test_whatever_breaks_in_a_library_the_group_starts_again(
    here: Wired, monkeypatch: pytest.MonkeyPatch
) -> None:
    """nats-py and FastStream raise other things than their own errors when a connection goes."""
    broken = ["connect", "start"]

    def breaking(owner: type, name: str) -> None:
        real = getattr(owner, name)

        async def breaks_once(self: object, *arguments: object, **options: object) -> object:
            if name in broken:
                broken.remove(name)
                raise AttributeError("'NoneType' object has no attribute 'write'")
            return await real(self, *arguments, **options)

        monkeypatch.setattr(owner, name, breaks_once)

    breaking(NatsBroker, "connect")
    breaking(PullStreamSubscriber, "start")
    async with running(here) as runner:
        await here.speaker.say(opened("after all"))
        await wrote(here, "after all")
        await eventually(lambda: runner.problems() == ())

    assert broken == []


async def test_what_is_acknowledged_is_settled_on_the_server(here: Wired) -> None:
    async with running(here):
        await here.speaker.say(opened("once"))
        await wrote(here, "once")

        async def settled() -> bool:
            info = await here.consumer(STREAM, DURABLE)
            return bool(info.ack_floor.stream_seq == 1 and info.num_ack_pending == 0)

        await eventually(settled)


async def test_the_same_event_published_again_has_no_second_effect(here: Wired) -> None:
    event, event_id = opened("once"), uuid4()
    async with running(here):
        for number in range(5):
            # another message id: the server would drop the copy otherwise
            await here.speaker.say(
                event, event_id=event_id, headers={"Nats-Msg-Id": f"copy-{number}"}
            )
        await here.speaker.say(opened("next"))
        await wrote(here, "once", "next")


async def test_events_are_handled_in_the_order_of_the_stream(
    here: Wired, behaviour: Behaviour
) -> None:
    labels = [f"{number:03}" for number in range(200)]
    for label in labels:
        await here.speaker.say(opened(label))

    async with running(here):
        await wrote(here, *labels)

    assert behaviour.seen == labels


async def test_two_replicas_keep_the_order_between_them(here: Wired, behaviour: Behaviour) -> None:
    labels = [f"{number:03}" for number in range(100)]
    for label in labels:
        await here.speaker.say(opened(label))

    async with running(here), running(here):
        await wrote(here, *labels)

    assert behaviour.seen == labels


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
async def test_what_cannot_be_handled_is_set_aside_and_the_next_goes_through(
    here: Wired, falsified: dict[str, object], expected: tuple[str, str]
) -> None:
    async with running(here):
        await here.speaker.say(opened("first"))
        await wrote(here, "first")
        await here.speaker.say(opened("bad"), **falsified)  # type: ignore[arg-type] # given by the test
        await here.speaker.say(opened("next"))
        await wrote(here, "first", "next")

        assert await here.parked() == [expected]


async def test_later_events_of_an_aggregate_wait_behind_the_one_set_aside(here: Wired) -> None:
    formation = department_event("bad")
    async with running(here):
        await here.speaker.say(formation, payload=b"{}")
        await here.speaker.say(formation.model_copy(update={"label": "later"}), uai=BOURDELLE)
        await here.speaker.say(opened("other"))
        await wrote(here, "other")

        assert [reason for reason, _ in await here.parked()] == ["invalid-payload", "behind"]


async def test_a_failing_handler_holds_up_nobody_and_is_tried_again(
    here: Wired, behaviour: Behaviour
) -> None:
    formation = department_event("clumsy")

    async def fail_once() -> None:
        del behaviour.before["clumsy"]
        raise RuntimeError

    behaviour.before["clumsy"] = fail_once
    async with running(here):
        await here.speaker.say(formation)
        await here.speaker.say(formation.model_copy(update={"label": "behind it"}))
        await here.speaker.say(opened("other"))
        # after its first delay, then what waited behind it
        await wrote(here, "other", "clumsy", "behind it")

    assert await here.parked() == []


@pytest.mark.parametrize("error", [ConnectionRefusedError, TimeoutError, BrokenPipeError])
async def test_a_handler_whose_own_connection_fails_holds_up_nobody(
    here: Wired, behaviour: Behaviour, error: type[OSError]
) -> None:
    """A relay of mails that is away is no trouble of the database, although it is called alike."""

    async def relay_is_away() -> None:
        raise error

    behaviour.before["clumsy"] = relay_is_away
    async with running(here):
        await here.speaker.say(opened("clumsy"))
        await here.speaker.say(opened("other"))
        await wrote(here, "other")
        # It waits for its next try, as after any other fault.
        assert [reason for reason, _ in await here.parked()] == ["failed"]
        del behaviour.before["clumsy"]
        await wrote(here, "other", "clumsy")

    assert await here.parked() == []


async def test_not_yet_waits_for_what_comes_later_in_the_same_group(
    here: Wired, behaviour: Behaviour
) -> None:
    async def needs_the_company() -> None:
        if "the company" not in behaviour.seen:
            raise NotYet("the company")

    behaviour.before["the placement"] = needs_the_company
    async with running(here):
        await here.speaker.say(opened("the placement"))
        await here.speaker.say(opened("the company"))
        await wrote(here, "the company", "the placement")


async def test_a_group_that_reacts_from_now_on_never_sees_the_past(
    here: Wired, behaviour: Behaviour
) -> None:
    service = reacting(behaviour, since="now")
    await here.speaker.say(opened("past"), at=datetime.now(UTC) - timedelta(seconds=1))
    async with running(here, service) as runner:
        await eventually(lambda: runner.problems() == ())
        await here.speaker.say(opened("present"), at=datetime.now(UTC))
        await wrote(here, "present")
    assert behaviour.seen == ["present"]


async def test_what_is_told_while_a_new_group_is_away_for_a_moment_is_not_the_past(
    here: Wired, behaviour: Behaviour
) -> None:
    service = reacting(behaviour, since="now")
    async with running(here, service):  # nothing comes, and it stops again
        await eventually(lambda: here.superuser.fetch("SELECT since FROM reaction_groups"))
    await here.speaker.say(opened("meanwhile"), at=datetime.now(UTC))

    async with running(here, service):
        await wrote(here, "meanwhile")


async def test_a_wiped_and_refilled_stream_has_no_second_effect(
    here: Wired, behaviour: Behaviour
) -> None:
    service = reacting(behaviour, since="now")
    later = datetime.now(UTC) + timedelta(minutes=1)
    told = [(opened("one"), uuid4()), (opened("two"), uuid4())]
    async with running(here, service, patience=IMPATIENT) as runner:
        await eventually(lambda: runner.problems() == ())
        for event, event_id in told:
            await here.speaker.say(event, event_id=event_id, at=later)
        await wrote(here, "one", "two")

        await here.operator.delete_stream(STREAM)
        await eventually(lambda: runner.problems() != ())
        await here.provision()
        await here.speaker.say(opened("before"), at=datetime.now(UTC) - timedelta(days=1))
        for event, event_id in told:
            await here.speaker.say(event, event_id=event_id, at=later)
        await here.speaker.say(opened("three"), at=later)
        await wrote(here, "one", "two", "three")
        await eventually(lambda: runner.problems() == ())

    assert behaviour.seen == ["one", "two", "three"]


async def test_a_deleted_durable_is_told_and_the_group_goes_on_once_it_is_back(
    here: Wired,
) -> None:
    async with running(here, patience=IMPATIENT) as runner:
        await here.speaker.say(opened("first"))
        await wrote(here, "first")

        await here.operator.delete_consumer(STREAM, DURABLE)
        async with hardly_asking(here):
            await eventually(lambda: "not found" in " ".join(runner.problems()))
        await here.provision()
        await here.speaker.say(opened("second"))

        await wrote(here, "first", "second")
        await eventually(lambda: runner.problems() == ())


async def test_a_durable_with_another_filter_is_told(here: Wired) -> None:
    async with running(here, patience=IMPATIENT) as runner:
        await eventually(lambda: runner.problems() == ())
        info = await here.consumer(STREAM, DURABLE)
        await here.operator.add_consumer(
            STREAM, info.config.evolve(filter_subjects=["department.82.*.portal.>"])
        )

        await eventually(lambda: "filter_subjects not as declared" in " ".join(runner.problems()))


async def test_a_group_starts_although_its_durable_comes_later(here: Wired) -> None:
    await here.operator.delete_consumer(STREAM, DURABLE)
    async with running(here) as runner:
        await eventually(lambda: "not found" in " ".join(runner.problems()))
        await here.provision()
        await here.speaker.say(opened("late"))

        await wrote(here, "late")


async def test_many_events_set_aside_are_looked_at_once_a_second(
    here: Wired, behaviour: Behaviour, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails() -> None:
        raise ValueError("not this one")

    labels = [f"bad {number}" for number in range(20)]
    behaviour.before |= dict.fromkeys(labels, fails)
    looks: list[float] = []

    async def counted(*arguments: Any) -> bool:
        looks.append(asyncio.get_running_loop().time())
        return await retry_what_waits(*arguments)

    async def all_set_aside() -> bool:
        return len(await here.parked()) == len(labels)

    monkeypatch.setattr(consumer, "retry_what_waits", counted)
    async with running(here):
        for label in labels:
            await here.speaker.say(opened(label))
        assert await eventually(all_set_aside)

    # The first one found nothing, and the next came as soon as there was something.
    assert all(after - before >= 0.9 for before, after in pairwise(looks[1:]))


async def test_nats_may_die_and_come_back(
    here: Wired, behaviour: Behaviour, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nobody asks by the clock: what is told of the connection is enough.
    async with running(here, patience=Patience(3600.0, 3600.0)) as runner:
        await here.speaker.say(opened("before"))
        await wrote(here, "before")

        await here.server.stop()
        with hardly_pulling(monkeypatch):
            await eventually(lambda: "no answer from NATS" in " ".join(runner.problems()))
        await here.server.start()
        await here.bus.wait_connected()
        await here.speaker.say(opened("after"))

        await wrote(here, "before", "after")
    assert behaviour.seen == ["before", "after"]


async def test_a_connection_closed_for_good_is_opened_again(here: Wired) -> None:
    async with running(here) as runner:
        await here.speaker.say(opened("before"))
        await wrote(here, "before")
        assert runner.connection is not None
        await runner.connection.close()
        await here.speaker.say(opened("after"))

        await wrote(here, "before", "after")


async def test_a_service_that_stops_while_nats_is_away_dials_no_longer(here: Wired) -> None:
    async with running(here) as runner:
        await eventually(lambda: runner.problems() == ())
        await here.server.stop()
        await eventually(lambda: "no answer from NATS" in " ".join(runner.problems()))

    assert runner.connection is not None
    assert runner.connection.is_closed


@pytest.mark.parametrize("answer", [AckMessage, NackMessage, RejectMessage, StopConsume])
async def test_a_handler_cannot_answer_the_stream_by_itself(
    here: Wired, behaviour: Behaviour, answer: type[Exception]
) -> None:
    """What it raises is a fault like another: its event waits, and the group goes on."""

    async def answers_by_itself() -> None:
        raise answer

    behaviour.before["headstrong"] = answers_by_itself
    async with running(here):
        await here.speaker.say(opened("headstrong"))
        await here.speaker.say(opened("next"))
        await wrote(here, "next")

        assert [reason for reason, _ in await here.parked()] == ["failed"]


async def test_a_handler_is_given_what_it_names_by_the_stream_and_by_a_replay(
    here: Wired,
) -> None:
    given: list[tuple[datetime, datetime, str, int]] = []
    tries = [ValueError]
    reactions = Reactions("internships")

    @reactions.on(FormationOpenedV1, group="facts", since="beginning")
    async def write_down(
        event: FormationOpenedV1, envelope: Envelope, now: datetime, uow: UnitOfWork
    ) -> None:
        given.append((now, uow.now, str(event.label), envelope.sequence))
        if event.label == "parked" and tries:
            raise tries.pop()

    async with running(here, Declared("internships", reactions=reactions)):
        said = [await here.speaker.say(opened(label)) for label in ("parked", "read")]
        await eventually(lambda: len(given) == 2)
    [parked] = await list_parked(here.units)
    await Replaying(GroupInbox(reactions.groups()[0], here.units)).replay(parked.parked_id)

    assert [(label, number) for _, _, label, number in given] == [
        ("parked", said[0].sequence),
        ("read", said[1].sequence),
        ("parked", said[0].sequence),
    ]
    assert all(now == begun for now, begun, _, _ in given)


async def test_the_effective_ack_policy_hands_back_instead_of_dropping(
    here: Wired, behaviour: Behaviour
) -> None:
    """FastStream's default would terminate the message: one delivery, nothing written."""

    async def database_is_away() -> None:
        if behaviour.seen.count("patient") < 3:
            raise Unavailable

    behaviour.before["patient"] = database_is_away
    async with running(here):
        await here.speaker.say(opened("patient"))
        await wrote(here, "patient")

    assert behaviour.seen == ["patient"] * 3
    assert await here.parked() == []


async def test_a_delivery_without_an_answer_is_delivered_again(
    here: Wired, behaviour: Behaviour
) -> None:
    """Whatever escapes after the commit must leave the message unanswered, not terminated."""
    failpoints.arm("reaction.before_ack=raise@1")
    async with running(here):
        await here.speaker.say(opened("once"))
        await wrote(here, "once")

        async def answered_at_last() -> bool:
            info = await here.consumer(STREAM, DURABLE)
            return bool(info.delivered.consumer_seq >= 2 and info.ack_floor.stream_seq == 1)

        await eventually(answered_at_last)
    failpoints.arm("")
    assert behaviour.seen == ["once"]


async def test_the_head_is_kept_while_the_database_is_away(
    here: Wired, behaviour: Behaviour
) -> None:
    async def database_is_away() -> None:
        if behaviour.seen.count("first") < 2:
            raise Unavailable

    behaviour.before["first"] = database_is_away
    async with running(here):
        await here.speaker.say(opened("first"))
        await here.speaker.say(opened("second"))
        await wrote(here, "first", "second")

    assert behaviour.seen == ["first", "first", "second"]


async def test_a_slow_handler_says_that_it_is_at_work_and_nobody_does_its_work_again(
    here: Wired, behaviour: Behaviour, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Said three times in the time after which the stream gives the event to another."""
    in_progress, said = Msg.in_progress, [0]

    async def counted(message: Msg) -> None:
        await in_progress(message)
        said[0] += 1

    async def slow() -> None:
        await eventually(lambda: said[0] >= 8)

    monkeypatch.setattr(Msg, "in_progress", counted)
    behaviour.before["slow"] = slow
    async with running(here), running(here):
        await here.speaker.say(opened("slow"))
        await here.speaker.say(opened("next"))
        await wrote(here, "slow", "next")

    assert behaviour.seen == ["slow", "next"]


async def test_a_stopping_service_lets_its_handler_finish(
    here: Wired, behaviour: Behaviour
) -> None:
    began, proceed = asyncio.Event(), asyncio.Event()

    async def wait() -> None:
        began.set()
        await proceed.wait()

    behaviour.before["last"] = wait
    async with running(here) as runner:
        await here.speaker.say(opened("last"))
        await began.wait()
        stopping = asyncio.create_task(runner.stop())
        await asyncio.sleep(0)
        proceed.set()
        await stopping

    assert await here.labels() == ["last"]


async def test_a_killer_is_set_aside_at_its_sixth_delivery(
    here: Wired, behaviour: Behaviour
) -> None:
    """Five processes died of it; each new process sees one more delivery without outcome."""
    envelope = await here.speaker.say(opened("deadly"))
    service = here.services[0]
    assert service.reactions is not None
    await here.superuser.execute(
        "INSERT INTO delivery_attempts VALUES ($1, $2, 4, now(), now())", DURABLE, envelope.id
    )
    stolen = await here.operator.pull_subscribe_bind(durable=DURABLE, stream=STREAM)
    [taken] = await stolen.fetch(1)  # and never answered, as by a process that died
    assert taken.metadata.num_delivered == 1

    async with running(here):
        await here.speaker.say(opened("next"))
        await wrote(here, "next")

    assert [reason for reason, _ in await here.parked()] == ["killer"]
    assert behaviour.seen == ["next"]


async def test_an_outage_hands_an_event_back_with_a_delay_that_grows(
    here: Wired, behaviour: Behaviour, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read from what the server is told: without a number it would give the event at once."""
    publish = Client.publish
    handed_back: list[bytes] = []

    async def overheard(
        client: Client, subject: str, payload: bytes = b"", *more: Any, **options: Any
    ) -> None:
        if payload.startswith(Msg.Ack.Nak) and f".{DURABLE}." in subject:
            handed_back.append(payload.removeprefix(Msg.Ack.Nak))
        await publish(client, subject, payload, *more, **options)

    async def database_is_away() -> None:
        raise Unavailable

    monkeypatch.setattr(Client, "publish", overheard)
    behaviour.before["patient"] = database_is_away
    async with running(here):
        await here.speaker.say(opened("patient"))
        await eventually(lambda: len(handed_back) >= 2)

    seconds = [json.loads(told or b"{}").get("delay", 0) / 10**9 for told in handed_back]
    assert seconds[:2] == [1, 5]


async def test_an_outage_makes_no_killer(here: Wired, behaviour: Behaviour) -> None:
    failures = 0

    async def often_away() -> None:
        nonlocal failures
        failures += 1
        if failures <= 6:
            raise Unavailable

    behaviour.before["good"] = often_away
    inbox = GroupInbox(here.services[0].reactions.groups()[0], here.units)  # type: ignore[union-attr] # declared above
    envelope = await here.speaker.say(opened("good"))
    first = await here.delivery(STREAM)

    for attempt in range(1, 7):
        with pytest.raises(Unavailable):
            await give(inbox, replace(first, attempt=attempt))
    await give(inbox, replace(first, attempt=7))

    assert await here.labels() == ["good"]
    left = await here.superuser.fetchval(
        "SELECT count(*) FROM delivery_attempts WHERE event_id = $1", envelope.id
    )
    assert left == 0


async def test_what_is_given_again_goes_by_the_steps_of_the_stream(
    here: Wired, behaviour: Behaviour
) -> None:
    service = reacting(behaviour, since="now")
    inbox = GroupInbox(service.reactions.groups()[0], here.units)  # type: ignore[union-attr] # declared above
    later = datetime.now(UTC) + timedelta(minutes=1)
    await here.speaker.say(opened("past"), at=datetime.now(UTC) - timedelta(days=1))
    await here.speaker.say(opened("unreadable"), payload=b"{}", at=later)
    await here.speaker.say(opened("present"), at=later)

    for sequence in (1, 2, 3, 3):
        await give(inbox, await here.delivery(STREAM, sequence))

    assert await here.labels() == ["present"]
    assert [reason for reason, _ in await here.parked()] == ["invalid-payload"]


async def test_a_parked_event_is_replayed_in_order_by_an_operator(
    here: Wired, behaviour: Behaviour
) -> None:
    formation = department_event("first")

    async def refuse() -> None:
        raise ValueError

    behaviour.before["first"] = refuse
    async with running(here):
        await here.speaker.say(formation)
        await here.speaker.say(formation.model_copy(update={"label": "second"}))
        await eventually(here.parked)

        async def both() -> bool:
            return len(await here.parked()) == 2

        await eventually(both)
    del behaviour.before["first"]
    inbox = GroupInbox(here.services[0].reactions.groups()[0], here.units)  # type: ignore[union-attr] # declared above

    listed = await list_parked(here.units)
    replayed = await Replaying(inbox).replay(listed[1].parked_id)

    assert [one.reason for one in listed] == ["invalid-payload", "behind"]
    assert replayed == 2
    assert await here.labels() == ["first", "second"]
    assert await list_parked(here.units) == []


async def test_what_was_behind_an_event_that_went_through_follows_by_itself(here: Wired) -> None:
    """As after a process that died between the two."""
    formation = department_event("first")
    async with running(here):
        await here.speaker.say(formation, payload=b"{}")
        await here.speaker.say(formation.model_copy(update={"label": "second"}))

        async def both() -> bool:
            return len(await here.parked()) == 2

        await eventually(both)
        await here.superuser.execute(
            "UPDATE parked_events SET replayed_at = now() WHERE reason = 'invalid-payload'"
        )

        await wrote(here, "second")


async def test_what_an_upgrade_learns_to_read_is_replayed_by_itself(here: Wired) -> None:
    await here.speaker.say(opened("from the future"))
    kept = await here.delivery(STREAM)
    async with running(here):
        await wrote(here, "from the future")
    await here.superuser.execute("TRUNCATE entries, inbox")
    await here.superuser.execute(
        "INSERT INTO parked_events (parked_id, consumer, stream, stream_sequence, uai, event_id,"
        " event_type, aggregate_id, source, subject, headers, payload, reason, detail, parked_at)"
        " VALUES ($1, $2, $3, 1, $4, $5, 'fr.passerelle.internships.formation_opened.v1', 'a',"
        " 's', $6, $7, $8, 'newer-version', 'v1', now())",
        uuid4(),
        DURABLE,
        STREAM,
        MAURY,
        uuid4(),
        kept.subject,
        json.dumps(kept.headers),
        kept.payload,
    )

    async with running(here):
        await wrote(here, "from the future")

    assert await here.parked() == []


async def test_the_running_durable_has_no_dangerous_setting(here: Wired) -> None:
    async with running(here) as runner:
        await eventually(lambda: runner.problems() == ())
        raw = (await here.consumer(STREAM, DURABLE)).config

    assert isinstance(raw, ConsumerConfig)
    assert (raw.max_deliver, raw.max_ack_pending, raw.ack_policy) == (-1, 1, "explicit")
    assert raw.deliver_policy == "all"


async def test_starting_the_runner_changes_no_stream_setting(here: Wired) -> None:
    before = (await here.operator.stream_info(STREAM)).config
    async with running(here) as runner:
        await eventually(lambda: runner.problems() == ())

    assert (await here.operator.stream_info(STREAM)).config == before
