"""What somebody with a service's genuine key might try on the bus, one attempt at a time.

The server runs the configuration generated from the services that ship. The first fourteen are those
of design notes about brokers (reading, purging, spying by the API of JetStream, listening to all);
the others are of this system: speaking for another, its durables, its inbox, its questions. A refusal
looks like a timeout to whoever tries, so each attempt is held against the server's own words, and has
a control: whoever may do it does the very same thing and is let.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal

import nats
import pytest
import pytest_asyncio
from nats.aio.client import Client

from deploy.nats.durables import service_durables
from deploy.nats.operator_connection import operator_connection
from deploy.nats.provision import provision
from deploy.services import SERVICES
from services.chassis.base.settings import Settings
from services.chassis.security.credentials import ServiceCredentials
from tests.support.bus import generated_server
from tests.support.waiting import PATIENCE_SECONDS, eventually

DEPARTMENT = "82"
UAI = "0820032P"
JS = "$JS.API"
OPERATOR = "operator"
STREAMS = ("BUREAU_82", "DEPARTMENT_82")
INFORMED = f"department.82.{UAI}.internships.formation_opened.v1"
AGREED = f"bureau.82.{UAI}.internships.host_agreed.v1"
LETTER_ASKED = f"bureau.82.{UAI}.portal.sign_in_letter_asked.v1"
LETTER = f"ask.82.{UAI}.internships.placement_letter"


def durable_of(word: str, stream: str) -> str:
    """`<stream>.<name>` of the first durable this service reads that stream by."""
    service = next(one for one in SERVICES if one.name == word)
    found = [d for d in service_durables(service, DEPARTMENT) if d.stream == stream]
    return f"{stream}.{found[0].name}"


MAILER = durable_of("notifications", "BUREAU_82")
READER = durable_of("supervision", "DEPARTMENT_82")
Verb = Literal["request", "publish", "subscribe"]


@dataclass(frozen=True)
class Attempt:
    """Somebody tries something; `allowed` is who may, nobody when nobody may."""

    who: str
    verb: Verb
    subject: str
    allowed: str | None
    body: Mapping[str, object] = field(default_factory=dict)
    queue: str = ""
    answered: bool = True
    """Whether the server answers a request of whoever may: our streams have no direct reads at all."""

    def __str__(self) -> str:
        return f"{self.who} {self.verb} {self.subject} {self.queue}".rstrip()


def api(call: str, *, who: str = "supervision", allowed: str = OPERATOR, **body: object) -> Attempt:
    answered = not call.startswith("DIRECT.")
    return Attempt(who, "request", f"{JS}.{call}", allowed, body, answered=answered)


SPY: dict[str, object] = {
    "stream_name": "BUREAU_82",
    "config": {"name": "spy", "filter_subject": "bureau.82.>"},
}
ALWAYS_TRIED = (
    api("STREAM.MSG.GET.BUREAU_82", seq=1),
    api("DIRECT.GET.BUREAU_82", seq=1),
    api(f"DIRECT.GET.BUREAU_82.{AGREED}"),
    api("STREAM.PURGE.BUREAU_82"),
    api("STREAM.DELETE.BUREAU_82"),
    api("STREAM.INFO.BUREAU_82"),
    api(f"CONSUMER.MSG.NEXT.{MAILER}", allowed="notifications", batch=1, no_wait=True),
    api(f"CONSUMER.DELETE.{MAILER}"),
    api("CONSUMER.CREATE.BUREAU_82.spy.bureau.82.>", stream_name="BUREAU_82", config=SPY),
    api(
        "CONSUMER.DURABLE.CREATE.BUREAU_82.spy",
        stream_name="BUREAU_82",
        config={"durable_name": "spy", "ack_policy": "explicit"},
    ),
    Attempt("supervision", "subscribe", "_INBOX.>", None),
    Attempt("supervision", "subscribe", "$JS.EVENT.>", None),
    Attempt("supervision", "subscribe", "$SYS.>", None),
    Attempt("supervision", "subscribe", ">", None),
)
"""The fourteen everybody tries first."""

OF_THIS_SYSTEM = (
    # another service's events, whatever the audience
    Attempt("supervision", "request", INFORMED, "internships"),
    Attempt("partnerships", "request", AGREED, "internships"),
    Attempt("internships", "request", LETTER_ASKED, "portal"),
    Attempt("notifications", "request", LETTER_ASKED, "portal"),
    # reading what the bureaux say without a durable
    api("CONSUMER.CREATE.BUREAU_82", stream_name="BUREAU_82", config={"ack_policy": "none"}),
    api(
        "STREAM.CREATE.SPY",
        name="SPY",
        sources=[{"name": "BUREAU_82"}],
        storage="memory",
    ),
    api("STREAM.UPDATE.BUREAU_82", name="BUREAU_82", republish={"src": ">", "dest": "spy.>"}),
    api("STREAM.SNAPSHOT.BUREAU_82", deliver_subject="_INBOX.supervision.x"),
    api("STREAM.RESTORE.BUREAU_82"),
    api("STREAM.MSG.DELETE.DEPARTMENT_82", seq=1),
    api("STREAM.NAMES"),
    api("CONSUMER.NAMES.BUREAU_82"),
    api("CONSUMER.LIST.BUREAU_82"),
    api(f"CONSUMER.PAUSE.{MAILER}", pause_until="2020-01-01T00:00:00Z"),
    # another's durable, seen, pulled and acknowledged; its own may not be undone either
    api(f"CONSUMER.INFO.{MAILER}", allowed="notifications"),
    api(
        f"CONSUMER.MSG.NEXT.{MAILER}",
        who="partnerships",
        allowed="notifications",
        batch=1,
        no_wait=True,
    ),
    api(
        f"CONSUMER.MSG.NEXT.{READER}",
        who="notifications",
        allowed="supervision",
        batch=1,
        no_wait=True,
    ),
    api(f"CONSUMER.DELETE.{READER}"),
    Attempt("supervision", "publish", f"$JS.ACK.{MAILER}.1.1.1.1.0", "notifications"),
    Attempt("partnerships", "publish", f"$JS.ACK.{READER}.1.1.1.1.0", "supervision"),
    Attempt("partnerships", "publish", f"$JS.ACK._.acc.{READER}.1.1.1.1.0", "supervision"),
    # its inbox, listened to and spoken to
    Attempt("supervision", "subscribe", "_INBOX.notifications.>", "notifications"),
    Attempt("supervision", "subscribe", "_INBOX.operator.>", OPERATOR),
    Attempt("supervision", "publish", "_INBOX.notifications.x", None),
    Attempt("internships", "publish", "_INBOX.operator.x", None),
    # another's questions: heard, heard as one of its replicas, asked without being an asker
    Attempt("partnerships", "subscribe", "ask.82.*.internships.placement_letter", "internships"),
    Attempt(
        "notifications",
        "subscribe",
        "ask.82.*.internships.placement_letter",
        "internships",
        queue="internships",
    ),
    Attempt("supervision", "subscribe", "ask.>", None),
    Attempt("supervision", "publish", LETTER, "notifications"),
    # signals that make others work or forget
    Attempt("partnerships", "publish", "changed.supervision.82", "supervision"),
    Attempt("notifications", "publish", "wake.internships", "internships"),
    Attempt("supervision", "publish", "revoked.portal.82", "portal"),
    Attempt("internships", "publish", "$SYS.REQ.SERVER.PING", None),
    Attempt("internships", "publish", f"{JS}.ACCOUNT.PURGE.BUS", OPERATOR),
)
"""What only this system has to fear."""

ATTEMPTS = (*ALWAYS_TRIED, *OF_THIS_SYSTEM)


@pytest_asyncio.fixture(scope="module")
async def here(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Settings]:
    folder = tmp_path_factory.mktemp("attempts")
    settings = Settings(credentials=folder / "credentials")
    async with generated_server(folder, settings, SERVICES) as server:
        yield settings.replaced(nats_url=server.url)


@dataclass
class Visitor:
    """A client with a genuine key, and what the server refused it."""

    name: str
    client: Client
    refusals: list[str] = field(default_factory=list)

    async def tries(self, attempt: Attempt) -> str | None:
        """Do it; returns what is answered, if it is a request."""
        body = json.dumps(dict(attempt.body)).encode() if attempt.body else b""
        if attempt.verb == "subscribe":
            await self.client.subscribe(attempt.subject, queue=attempt.queue)
        elif attempt.verb == "publish" or not attempt.answered:
            await self.client.publish(attempt.subject, body or b"{}", reply=f"_INBOX.{self.name}.x")
        else:
            # An inbox of its own: a message that is pulled keeps the subject it was said on.
            inbox = self.client.new_inbox()
            replies = await self.client.subscribe(inbox)
            await self.client.publish(attempt.subject, body, reply=inbox)
            answer = await replies.next_msg(timeout=PATIENCE_SECONDS)
            return answer.data.decode() or str(answer.headers)
        await self.client.flush()
        return None

    async def is_refused(self, attempt: Attempt) -> bool:
        """Whether the server itself says that it refuses this very subject."""
        kind = "subscription" if attempt.verb == "subscribe" else "publish"
        inbox = f"_INBOX.{self.name}.refused"
        if attempt.verb == "subscribe":
            await self.client.subscribe(attempt.subject, queue=attempt.queue)
        else:
            body = json.dumps(dict(attempt.body)).encode()
            await self.client.publish(attempt.subject, body, reply=inbox)
        await self.client.flush()
        said = f'permissions violation for {kind} to "{attempt.subject.lower()}"'
        return await eventually(lambda: any(said in r for r in self.refusals))

    async def does_its_own_work(self) -> bool:
        """Whether it is still heard and hears: the refusals were not those of a dead connection."""
        signal = f"changed.{self.name}.{DEPARTMENT}"
        heard = await self.client.subscribe(signal)
        before = len(self.refusals)
        await self.client.publish(signal, b"1")
        message = await heard.next_msg(timeout=PATIENCE_SECONDS)
        return message.data == b"1" and len(self.refusals) == before


@asynccontextmanager
async def visiting(here: Settings, name: str) -> AsyncIterator[Visitor]:
    if name == OPERATOR:
        async with operator_connection(here) as client:
            yield Visitor(name, client)
        return
    refusals: list[str] = []

    async def refused(error: Exception) -> None:
        refusals.append(str(error).lower())

    client = await nats.connect(
        here.nats_url,
        nkeys_seed_str=ServiceCredentials.load(here.credentials, name).nats_seed,
        inbox_prefix=f"_INBOX.{name}".encode(),
        error_cb=refused,
        allow_reconnect=False,
    )
    try:
        yield Visitor(name, client, refusals)
    finally:
        await client.close()


async def kept(here: Settings) -> dict[str, tuple[int, int]]:
    """Messages and readers of each stream."""
    async with operator_connection(here) as operator:
        found = {}
        for stream in STREAMS:
            state = (await operator.jetstream().stream_info(stream)).state
            found[stream] = (state.messages, state.consumer_count)
        return found


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=str)
async def test_an_attempt_is_refused_and_its_control_is_not(
    here: Settings, attempt: Attempt
) -> None:
    await provision(here, SERVICES)
    async with visiting(here, "internships") as owner:
        await owner.client.request(
            AGREED, b"{}", timeout=PATIENCE_SECONDS
        )  # something to read, purge or pull
        await owner.client.request(INFORMED, b"{}", timeout=PATIENCE_SECONDS)
    before = await kept(here)

    async with visiting(here, attempt.who) as intruder:
        assert await intruder.is_refused(attempt)
        assert await intruder.does_its_own_work()
    assert await kept(here) == before

    if attempt.allowed is not None:
        async with visiting(here, attempt.allowed) as rightful:
            answer = await rightful.tries(attempt)
            assert not rightful.refusals
            assert answer or attempt.verb != "request" or not attempt.answered
    async with operator_connection(here) as operator:  # what the controls made
        for subject in (
            "STREAM.DELETE.SPY",
            "CONSUMER.DELETE.BUREAU_82.spy",
            "STREAM.DELETE.BUREAU_82",
            "STREAM.DELETE.DEPARTMENT_82",
        ):
            await operator.request(f"{JS}.{subject}", b"", timeout=PATIENCE_SECONDS)


def test_the_attempts_are_many_and_differ() -> None:
    assert len(ALWAYS_TRIED) == 14
    assert len({str(attempt) for attempt in OF_THIS_SYSTEM}) >= 2 * len(ALWAYS_TRIED)
    assert not {str(a) for a in ALWAYS_TRIED} & {str(a) for a in OF_THIS_SYSTEM}
