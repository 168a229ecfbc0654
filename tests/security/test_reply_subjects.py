"""Where an answer goes is chosen by who asks, and the server does not hold it against any right.

Each attempt is a request that its author may make, with somebody else's subject as reply. It is made
twice: on a server where all share one account, where it succeeds (so the attempt is a real one), and
on the one that ships, where the very same request is answered if it is made honestly, and nothing is
stored or heard. It is not refused there either: nobody tells who tries.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import nats
import pytest
import pytest_asyncio
from nats.aio.client import Client
from nats.aio.msg import Msg

from deploy.nats.operator_connection import operator_connection
from deploy.nats.provision import provision
from deploy.operations.setup import edges
from deploy.services import SERVICES
from services.chassis.base.settings import Settings
from services.chassis.security.credentials import EdgeCredentials, ServiceCredentials
from tests.security.test_attempts_on_the_bus import (
    AGREED,
    DEPARTMENT,
    JS,
    LETTER,
    READER,
    STREAMS,
    UAI,
)
from tests.support.bus import generated, in_one_account, subscribed
from tests.support.servers import NatsConfig, running_nats
from tests.support.waiting import PATIENCE_SECONDS, eventually

CANARY = b"ZZCANARI Camille"
ELSEWHERE = "0829002P"
FORGED = f"department.{DEPARTMENT}.{ELSEWHERE}.internships.placement_confirmed.v1"
FORGED_BY_ITSELF = f"department.{DEPARTMENT}.{UAI}.notifications.invented.v1"
PEOPLE = f"ask.{DEPARTMENT}.{UAI}.portal.bureau_people"
REVOKED = f"revoked.portal.{DEPARTMENT}"
WAKE = "wake.internships"
ACK = f"$JS.ACK.{READER}.1.1.1.1.0"
SUBSCRIBER = "subscriber-region"
OUTSIDE = "DEPARTMENT_82.subscriber__region"
COMPANY = f"bureau.{DEPARTMENT}.{UAI}.partnerships.invented.v1"
AT_ITS_LYCEE = f"department.{DEPARTMENT}.{UAI}.internships.invented.v1"
ONE: Mapping[str, object] = {"batch": 1, "no_wait": True}
LISTENERS = {PEOPLE: "portal", REVOKED: "coordination", WAKE: "internships"}
"""Who rightfully hears these."""


@dataclass(frozen=True)
class Attempt:
    """Somebody says what he may, and wants the answer to be said elsewhere."""

    who: str
    subject: str
    reply: str
    body: Mapping[str, object] | str = field(default_factory=dict)

    @property
    def payload(self) -> bytes:
        return self.body.encode() if isinstance(self.body, str) else json.dumps(self.body).encode()

    def __str__(self) -> str:
        return f"{self.who} {self.subject} {self.body} to {self.reply}"


ATTEMPTS = (
    Attempt("supervision", f"{JS}.CONSUMER.INFO.{READER}", FORGED),
    Attempt("supervision", f"{JS}.STREAM.INFO.DEPARTMENT_82", FORGED),
    Attempt("supervision", f"{JS}.CONSUMER.MSG.NEXT.{READER}", FORGED, ONE),
    Attempt("supervision", ACK, FORGED, "+ACK"),
    Attempt("supervision", ACK, FORGED, "+NXT"),
    Attempt("supervision", f"{JS}.CONSUMER.INFO.{READER}", AGREED),
    Attempt("partnerships", COMPANY, FORGED),
    Attempt(f"edge-{UAI}", AT_ITS_LYCEE, FORGED),
    Attempt(SUBSCRIBER, f"{JS}.CONSUMER.INFO.{OUTSIDE}", FORGED),
    Attempt(SUBSCRIBER, f"{JS}.CONSUMER.MSG.NEXT.{OUTSIDE}", FORGED, ONE),
    Attempt(SUBSCRIBER, f"{JS}.CONSUMER.INFO.{OUTSIDE}", PEOPLE),
    Attempt(SUBSCRIBER, f"$JS.ACK.{OUTSIDE}.1.1.1.1.0", FORGED, "+NXT"),
    Attempt("notifications", LETTER, FORGED),
    Attempt("notifications", LETTER, FORGED_BY_ITSELF),
    Attempt("notifications", LETTER, PEOPLE),
    Attempt("supervision", f"{JS}.STREAM.INFO.DEPARTMENT_82", PEOPLE),
    Attempt("supervision", f"{JS}.CONSUMER.INFO.{READER}", REVOKED),
    Attempt("supervision", f"{JS}.CONSUMER.INFO.{READER}", WAKE),
)


@dataclass
class Place:
    """A running bus, a service that answers with a name, and what others heard."""

    settings: Settings
    clients: dict[str, Client] = field(default_factory=dict)
    heard: list[Msg] = field(default_factory=list)

    async def hear(self, message: Msg) -> None:
        self.heard.append(message)

    async def stored(self) -> dict[str, int]:
        """Messages of each stream."""
        async with operator_connection(self.settings) as operator:
            js = operator.jetstream()
            return {name: (await js.stream_info(name)).state.messages for name in STREAMS}

    async def traces(self) -> tuple[dict[str, int], int]:
        """What is stored, and what was heard of it."""
        return await self.stored(), len(self.heard)

    async def asked(self, attempt: Attempt, reply: str | None = None) -> None:
        """Make the request; honestly, with an answer that is waited for, when no reply is given."""
        client = self.clients[attempt.who]
        if reply is not None:
            await client.publish(attempt.subject, attempt.payload, reply=reply)
            await client.flush()
            return
        inbox = await client.subscribe(client.new_inbox())
        await client.publish(attempt.subject, attempt.payload, reply=inbox.subject)
        await inbox.next_msg(timeout=PATIENCE_SECONDS)
        await inbox.unsubscribe()


@asynccontextmanager
async def place(
    tmp_path_factory: pytest.TempPathFactory, *, together: bool
) -> AsyncIterator[Place]:
    folder = tmp_path_factory.mktemp("replies")
    settings = Settings(credentials=folder / "credentials")
    edges(settings, (UAI,))
    region = subscribed(settings, "region", "FormationOpened")
    config: NatsConfig = (in_one_account if together else generated)(settings, SERVICES)
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(running_nats(folder, config))
        here = Place(settings.replaced(nats_url=server.url))
        await provision(here.settings, SERVICES)
        for name, seed in {**seeds(settings), SUBSCRIBER: region}.items():
            here.clients[name] = await signed_in(server.url, name, seed)
            stack.push_async_callback(here.clients[name].close)
        for subject, name in LISTENERS.items():
            listened = subject.replace(UAI, "*") if subject == PEOPLE else subject
            await here.clients[name].subscribe(listened, cb=here.hear)
        await here.clients["internships"].subscribe(LETTER.replace(UAI, "*"), cb=answer)
        for name in {*LISTENERS.values(), "internships"}:
            await here.clients[name].flush()
        yield here


def seeds(settings: Settings) -> dict[str, str]:
    """Each service's key, and the edge's."""
    services = {
        service.name: ServiceCredentials.load(settings.credentials, service.name).nats_seed
        for service in SERVICES
    }
    lycees = {f"edge-{one.uai}": one.nats_seed for one in EdgeCredentials.all(settings.credentials)}
    return services | lycees


async def signed_in(url: str, name: str, seed: str) -> Client:
    options: dict[str, Any] = {"nkeys_seed_str": seed, "inbox_prefix": f"_INBOX.{name}".encode()}
    return await nats.connect(url, allow_reconnect=False, **options)


async def answer(question: Msg) -> None:
    """As `internships` does: what it prints on a letter."""
    await question.respond(CANARY)


@pytest_asyncio.fixture(scope="module")
async def together(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Place]:
    async with place(tmp_path_factory, together=True) as here:
        yield here


@pytest_asyncio.fixture(scope="module")
async def apart(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Place]:
    async with place(tmp_path_factory, together=False) as here:
        yield here


async def something_to_read(here: Place) -> None:
    """One more event for the department, unread."""
    said = f"department.{DEPARTMENT}.{UAI}.internships.formation_opened.v1"
    await here.clients["internships"].request(said, b"{}", timeout=PATIENCE_SECONDS)


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=str)
async def test_in_one_account_an_answer_is_said_wherever_who_asks_wants(
    together: Place, attempt: Attempt
) -> None:
    await something_to_read(together)
    stored, heard = await together.traces()

    await together.asked(attempt, attempt.reply)

    async def it_is_there() -> bool:
        now, said = await together.traces()
        if attempt.reply in LISTENERS:
            return said > heard
        itself = 1 if attempt.subject in {COMPANY, AT_ITS_LYCEE} else 0
        return sum(now.values()) > sum(stored.values()) + itself

    assert await eventually(it_is_there)


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=str)
async def test_an_answer_comes_back_where_it_was_asked_and_nowhere_else(
    apart: Place, attempt: Attempt
) -> None:
    await something_to_read(apart)
    await apart.asked(attempt)  # the control: it may ask, and is answered
    stored, heard = await apart.traces()

    await apart.asked(attempt, attempt.reply)
    # what follows on the same way is answered, so the attempt was dealt with
    await something_to_read(apart)
    await apart.asked(attempt)
    for name in LISTENERS.values():
        await apart.clients[name].flush()

    by_itself = {COMPANY: "BUREAU_82", AT_ITS_LYCEE: "DEPARTMENT_82"}.get(attempt.subject)
    expected = stored | {"DEPARTMENT_82": stored["DEPARTMENT_82"] + 1}
    if by_itself is not None:
        expected[by_itself] += 2
    assert await apart.traces() == (expected, heard)


async def test_no_stream_has_the_name_after_all_attempts(apart: Place) -> None:
    await apart.asked(Attempt("notifications", LETTER, ""), FORGED_BY_ITSELF)
    await apart.asked(Attempt("notifications", LETTER, ""))
    async with operator_connection(apart.settings) as operator:
        js = operator.jetstream()
        for name in STREAMS:
            for number in range(1, (await js.stream_info(name)).state.last_seq + 1):
                assert CANARY not in ((await js.get_msg(name, number)).data or b"")


async def test_a_revoked_session_is_told_to_all_and_a_change_by_the_operator(apart: Place) -> None:
    heard: list[str] = []

    async def hear(message: Msg) -> None:
        heard.append(message.subject)

    listeners = ("internships", "supervision", "portal")
    changed = f"changed.supervision.{DEPARTMENT}"
    for name in listeners:
        await apart.clients[name].subscribe(REVOKED, cb=hear)
        await apart.clients[name].flush()
    await apart.clients["supervision"].subscribe(changed, cb=hear)
    await apart.clients["supervision"].flush()
    await apart.clients["portal"].publish(REVOKED, b"x")
    async with operator_connection(apart.settings) as operator:
        await operator.publish(changed, b"1")
        await operator.flush()
    await apart.clients["supervision"].publish(changed, b"2")

    assert await eventually(lambda: len(heard) >= 5)
    assert sorted(heard) == [changed, changed, REVOKED, REVOKED, REVOKED]
