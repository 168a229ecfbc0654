"""What a service's identity can do on the bus beyond its own events: nothing.

A refusal reaches the client only as a line of the error callback; to the caller it looks like a
timeout. So each attempt is held against that line, and each kind of attempt has a control that
works: a test against a dead or an open server could not pass.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import msgspec
import nats
import pytest
import pytest_asyncio
from nats.aio.client import Client
from nats.aio.msg import Msg
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.internships.periods import FormationOpenedV1, HostAgreedV1
from contracts.published import declared_questions
from contracts.questions import Question
from deploy.nats.operator_connection import operator_connection
from deploy.nats.permissions import service_permissions
from deploy.nats.provision import provision
from services.chassis.base.settings import Settings
from services.chassis.projections import Projection, Recorded
from services.chassis.reactions import Reactions
from services.chassis.security.credentials import OperatorCredentials, ServiceCredentials
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from tests.chassis.facts import bureau_event, department_event
from tests.support.bus import Declared, Speaker, bus_of, generated_server
from tests.support.waiting import PATIENCE_SECONDS, eventually

INTRUDER, OWNER, OPERATOR = "supervision", "internships", "operator"


class Formation(msgspec.Struct):
    label: str


async def fold(connection: AsyncConnection, batch: Sequence[Recorded]) -> None:
    """Never run here: only the rights matter."""


async def react(event: object, uow: UnitOfWork) -> None:
    """Never run here: only the rights matter."""


def hosts() -> Reactions:
    reactions = Reactions(OWNER)
    reactions.on(HostAgreedV1, group="hosts", since="now")(react)
    return reactions


SERVICES = (
    Declared(OWNER, reactions=hosts()),
    Declared(
        INTRUDER,
        projections=(Projection("formations", events={FormationOpenedV1: Formation}, fold=fold),),
    ),
    Declared("portal"),
    Declared("partnerships"),
    Declared("notifications"),
)
DATES, LETTER = "placement_dates", "placement_letter"


@dataclass
class Intruder:
    """A client with the genuine key of one service, and what the server refused it."""

    client: Client
    refusals: list[str] = field(default_factory=list)

    async def pull(self, durable: str) -> Msg:
        """Take one message from a durable, `<stream>.<name>`."""
        inbox = self.client.new_inbox()
        replies = await self.client.subscribe(inbox)
        await self.client.publish(
            f"$JS.API.CONSUMER.MSG.NEXT.{durable}", b'{"batch": 1}', reply=inbox
        )
        return await replies.next_msg(timeout=PATIENCE_SECONDS)

    async def is_refused(self, word: str) -> bool:
        """Whether the server said that it refuses a subject holding this word."""
        await self.client.flush()
        return await eventually(
            lambda: any("permissions violation" in r and word.lower() in r for r in self.refusals),
        )


@pytest_asyncio.fixture(scope="module")
async def here(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Settings]:
    folder = tmp_path_factory.mktemp("rights")
    settings = Settings(credentials=folder / "credentials")
    async with generated_server(folder, settings, SERVICES) as server:
        located = settings.replaced(nats_url=server.url)
        await provision(located, SERVICES)
        yield located


@asynccontextmanager
async def signed_in(here: Settings, name: str) -> AsyncIterator[Intruder]:
    """A service, or the operator."""
    refusals: list[str] = []
    if name == OPERATOR:
        seed = OperatorCredentials.load(here.credentials).nats_seed
    else:
        seed = ServiceCredentials.load(here.credentials, name).nats_seed

    async def refused(error: Exception) -> None:
        refusals.append(str(error).lower())

    client = await nats.connect(
        here.nats_url,
        nkeys_seed_str=seed,
        inbox_prefix=f"_INBOX.{name}".encode(),
        error_cb=refused,
        allow_reconnect=False,
    )
    try:
        yield Intruder(client, refusals)
    finally:
        await client.close()


@pytest_asyncio.fixture
async def intruder(here: Settings) -> AsyncIterator[Intruder]:
    async with signed_in(here, INTRUDER) as client:
        yield client


REQUESTS = [
    ("$JS.API.STREAM.MSG.GET.BUREAU_82", {"seq": 1}),
    ("$JS.API.DIRECT.GET.BUREAU_82", {"seq": 1}),
    ("$JS.API.DIRECT.GET.BUREAU_82.bureau.82.0820032P.internships.host_agreed.v1", {}),
    ("$JS.API.STREAM.PURGE.BUREAU_82", {}),
    ("$JS.API.STREAM.DELETE.BUREAU_82", {}),
    ("$JS.API.STREAM.INFO.BUREAU_82", {}),
    ("$JS.API.CONSUMER.MSG.NEXT.BUREAU_82.internships__hosts", {"batch": 1}),
    ("$JS.API.CONSUMER.DELETE.BUREAU_82.internships__hosts", {}),
    (
        "$JS.API.CONSUMER.CREATE.BUREAU_82.spy.bureau.82.>",
        {"stream_name": "BUREAU_82", "config": {"name": "spy", "filter_subject": "bureau.82.>"}},
    ),
    (
        "$JS.API.CONSUMER.DURABLE.CREATE.BUREAU_82.spy",
        {"stream_name": "BUREAU_82", "config": {"durable_name": "spy"}},
    ),
    # its own stream and durable: pulling is all it may do
    ("$JS.API.STREAM.PURGE.DEPARTMENT_82", {}),
    ("$JS.API.CONSUMER.DELETE.DEPARTMENT_82.supervision__formations", {}),
    ("$JS.API.STREAM.UPDATE.DEPARTMENT_82", {}),
    ("$JS.API.STREAM.MSG.DELETE.DEPARTMENT_82", {"seq": 1}),
    ("$JS.API.STREAM.NAMES", {}),
    ("$JS.API.INFO", {}),
]


@pytest.mark.parametrize(("subject", "body"), REQUESTS, ids=[subject for subject, _ in REQUESTS])
async def test_the_api_of_jetstream_is_refused(
    intruder: Intruder, subject: str, body: dict[str, object]
) -> None:
    await intruder.client.publish(subject, json.dumps(body).encode(), reply="_INBOX.supervision.x")

    assert await intruder.is_refused(subject)


@pytest.mark.parametrize(
    "subject",
    [
        "_INBOX.>",
        "_INBOX.internships.>",
        "$JS.EVENT.>",
        "$SYS.>",
        ">",
        "bureau.>",
        "department.>",
        "changed.internships.82",
        "ask.>",
        f"ask.82.*.internships.{LETTER}",
        f"ask.82.0820032P.internships.{LETTER}",
    ],
)
async def test_listening_to_others_is_refused(intruder: Intruder, subject: str) -> None:
    await intruder.client.subscribe(subject)

    assert await intruder.is_refused(f'"{subject}"')


@pytest.mark.parametrize(
    "subject",
    [
        "department.82.0820032P.internships.formation_opened.v1",
        "bureau.82.0820032P.internships.host_agreed.v1",
        "bureau.82.0820032P.supervision.department_week_stated.v1",
        "changed.internships.82",
        "wake.internships",
        "revoked.portal.82",
        "_INBOX.internships.reply",
        "$JS.ACK.BUREAU_82.internships__hosts.1.1.1.1.1",
        f"ask.82.0820032P.internships.{DATES}",
        "ask.82.0820032P.portal.bureau_people",
    ],
)
async def test_speaking_for_others_is_refused(intruder: Intruder, subject: str) -> None:
    await intruder.client.publish(subject, b"{}")

    assert await intruder.is_refused(subject)


async def test_a_service_without_a_key_is_not_let_in(here: Settings) -> None:
    with pytest.raises(nats.errors.Error, match=r"(?i)authorization"):
        await nats.connect(here.nats_url, allow_reconnect=False)


async def test_the_owner_can_do_what_the_intruder_was_refused(here: Settings) -> None:
    async with bus_of(here, OWNER) as bus, signed_in(here, OWNER) as owner:
        await Speaker(bus).say(bureau_event())
        message = await owner.pull("BUREAU_82.internships__hosts")
        await message.ack_sync()
        info = await bus.request("$JS.API.CONSUMER.INFO.BUREAU_82.internships__hosts")
        await owner.client.subscribe("changed.internships.82")
        await owner.client.flush()

    assert message.subject.startswith("bureau.82.")
    assert json.loads(info.data)["ack_floor"]["stream_seq"] >= 1
    assert not owner.refusals


async def test_the_intruder_can_still_do_its_own_work(here: Settings, intruder: Intruder) -> None:
    async with bus_of(here, OWNER) as bus:
        await Speaker(bus).say(department_event())

    message = await intruder.pull("DEPARTMENT_82.supervision__formations")
    await message.ack_sync()
    await intruder.client.publish("changed.supervision.82", b"1")
    await intruder.client.flush()

    assert message.subject == "department.82.0820032P.internships.formation_opened.v1"
    assert not intruder.refusals


async def test_after_all_attempts_nothing_is_lost_nor_added(here: Settings) -> None:
    async with operator_connection(here) as operator:
        js = operator.jetstream()
        for stream in ("BUREAU_82", "DEPARTMENT_82"):
            state = (await js.stream_info(stream)).state
            assert (state.first_seq, state.last_seq, state.messages) == (1, 1, 1)
            assert state.consumer_count == 1


async def test_the_operator_speaks_for_no_lycee(here: Settings) -> None:
    fact = "department.82.0820032P.internships.formation_opened.v1"
    async with signed_in(here, OPERATOR) as operator:
        await operator.client.publish(fact, b"{}")

        assert await operator.is_refused(fact)
        stream = await operator.client.jetstream().stream_info("DEPARTMENT_82")
        assert stream.state.messages == 1


def test_rights_name_each_durable_in_full() -> None:
    """In NATS `supervision__*` is a literal: a right written so would be no right at all."""
    for service in SERVICES:
        rights = service_permissions(service, "82")
        tokens = [t for s in (*rights.publish, *rights.subscribe) for t in s.split(".")]
        assert all(token in {"*", ">"} or "*" not in token for token in tokens)
        assert ">" not in rights.subscribe
        assert "$JS.API.>" not in rights.publish


async def test_the_portal_tells_that_a_session_is_revoked(here: Settings) -> None:
    async with signed_in(here, "portal") as portal:
        await portal.client.publish("revoked.portal.82", b"x")
        await portal.client.flush()

        assert not portal.refusals


@dataclass
class Asked:
    """What reached the owner of a question, and what was replied to who asked."""

    owner: Intruder
    asker: Intruder
    received: list[Msg] = field(default_factory=list)
    replies: list[bytes] = field(default_factory=list)


@asynccontextmanager
async def asked(here: Settings, question: str = LETTER) -> AsyncIterator[Asked]:
    """`notifications` has asked `internships` by hand; nothing has been replied so far."""
    async with signed_in(here, OWNER) as owner, signed_in(here, "notifications") as asker:
        both = Asked(owner, asker)

        async def receive(message: Msg) -> None:
            both.received.append(message)

        async def reply(message: Msg) -> None:
            both.replies.append(message.data)

        await owner.client.subscribe(f"ask.82.*.internships.{question}", cb=receive)
        await owner.client.flush()
        inbox = asker.client.new_inbox()
        await asker.client.subscribe(inbox, cb=reply)
        await asker.client.publish(f"ask.82.0820032P.internships.{question}", b"{}", reply=inbox)
        await eventually(lambda: both.received)
        yield both


async def test_who_was_asked_replies_once_and_no_more(here: Settings) -> None:
    async with asked(here) as both:
        await both.received[0].respond(b"first")
        await eventually(lambda: both.replies == [b"first"])
        assert not both.owner.refusals

        await both.received[0].respond(b"second")

        assert await both.owner.is_refused(both.received[0].reply)
        await both.asker.client.flush()
        assert both.replies == [b"first"]


@pytest.mark.parametrize("service", ["partnerships", "portal", INTRUDER])
async def test_another_service_replies_to_no_question(here: Settings, service: str) -> None:
    async with asked(here) as both, signed_in(here, service) as other:
        await other.client.publish(both.received[0].reply, b"forged")

        assert await other.is_refused(both.received[0].reply)
        assert both.replies == []


async def test_who_may_ask_for_dates_may_not_ask_for_the_letter(here: Settings) -> None:
    async with signed_in(here, "partnerships") as asker:
        await asker.client.publish(
            f"ask.82.0820032P.internships.{DATES}", b"{}", reply="_INBOX.partnerships.x"
        )
        await asker.client.flush()
        assert not asker.refusals

        await asker.client.publish(
            f"ask.82.0820032P.internships.{LETTER}", b"{}", reply="_INBOX.partnerships.x"
        )

        assert await asker.is_refused(LETTER)


async def test_an_asker_does_not_hear_the_questions_of_others(here: Settings) -> None:
    async with signed_in(here, "notifications") as asker:
        await asker.client.subscribe(f"ask.82.*.internships.{DATES}")

        assert await asker.is_refused(DATES)


@pytest.mark.parametrize("question", declared_questions(), ids=lambda question: question.name)
def test_each_question_is_asked_and_answered_by_those_declared(
    question: Question[Any, Any],
) -> None:
    subject = question.filter_subject("82")
    rights = {
        service.name: service_permissions(service, "82")
        for service in (*SERVICES, Declared("coordination"))
    }

    assert {name for name, r in rights.items() if subject in r.publish} == question.askers
    assert {name for name, r in rights.items() if subject in r.subscribe} == {question.service}
    assert rights[question.service].replies


def test_who_answers_nothing_has_no_right_to_reply() -> None:
    assert not service_permissions(Declared("nobody"), "82").replies
