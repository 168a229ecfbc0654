"""The connection to NATS: never waited for, never given up, never silent about a refusal."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import nats.errors
import pytest
import pytest_asyncio
from nats.aio.client import Client
from structlog.testing import capture_logs

from deploy.embedded.nats import EmbeddedNats
from deploy.nats.operator_connection import operator_connection
from services.chassis.base.settings import Settings
from services.chassis.nats.connection import Bus, BusDisconnected, connection_options
from services.chassis.nats.refusals import ServerTooOld
from services.chassis.security.credentials import ServiceCredentials, new_nats_seed
from tests.support.bus import Declared, bus_of, generated, generated_server
from tests.support.servers import running_nats
from tests.support.waiting import PATIENCE_SECONDS, eventually

SUBJECT = "changed.supervision.82"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(credentials=tmp_path / "credentials")


@pytest_asyncio.fixture
async def server(tmp_path: Path, settings: Settings) -> AsyncIterator[EmbeddedNats]:
    async with generated_server(tmp_path, settings, [Declared("supervision")]) as running:
        yield running


@asynccontextmanager
async def older_server() -> AsyncIterator[str]:
    """A server that greets as nats-server 2.10.27 does, and lets everybody in: its address."""
    told = {"server_id": "older", "version": "2.10.27", "headers": True, "max_payload": 1024}

    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"INFO %s\r\n" % json.dumps(told).encode())
        while line := await reader.readline():
            if line == b"PING\r\n":
                writer.write(b"PONG\r\n")
        writer.close()

    server = await asyncio.start_server(greet, "127.0.0.1", 0)
    async with server:
        yield f"nats://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@pytest.fixture
def here(settings: Settings, server: EmbeddedNats) -> Settings:
    return settings.replaced(nats_url=server.url)


async def test_a_service_starts_with_nats_dead(here: Settings, server: EmbeddedNats) -> None:
    await server.stop()
    heard: list[bytes] = []

    async def hear(message: object) -> None:
        heard.append(message.data)  # type: ignore[attr-defined] # a nats-py message

    bus = await Bus.connect(here, ServiceCredentials.load(here.credentials, "supervision"))
    await bus.subscribe(SUBJECT, hear)

    assert not bus.connected
    with pytest.raises(BusDisconnected):
        await bus.publish(SUBJECT, b"nobody hears")
    assert await bus.signal(SUBJECT, b"nobody hears") is False

    await server.start()
    await bus.wait_connected()
    assert await bus.signal(SUBJECT, b"heard") is True
    await eventually(lambda: heard == [b"heard"])
    await bus.close()


async def test_a_server_that_does_not_let_a_service_in_is_told_from_one_that_is_away(
    here: Settings, tmp_path: Path
) -> None:
    stranger = Bus(here.nats_url, "supervision", new_nats_seed())
    stranger.start()
    await eventually(lambda: stranger.refusal == "refused: this key is not known")
    await stranger.close()

    async with older_server() as older:
        bus = await Bus.connect(
            here.replaced(nats_url=older), ServiceCredentials.load(here.credentials, "supervision")
        )
        await eventually(lambda: bus.refusal == "refused: this nats-server is too old")
        assert not bus.connected
        await bus.close()
        with pytest.raises(ServerTooOld, match="too old") as refused:
            async with operator_connection(here.replaced(nats_url=older)):
                pass
        assert refused.value.version == "2.10.27"

    config = generated(here, [Declared("supervision")])

    def full(port: int, monitor_port: int, store: Path) -> str:
        # Of the account: the server itself ends a connection too many before it has read anything,
        # and what it said is lost as often as not.
        limited = "SUPERVISION {\n limits: { max_connections: 1 }"
        return config(port, monitor_port, store).replace("SUPERVISION {", limited)

    folder = tmp_path / "full"
    folder.mkdir()
    async with running_nats(folder, full) as server:
        there = here.replaced(nats_url=server.url)
        async with bus_of(there, "supervision") as inside:
            second = await Bus.connect(
                there, ServiceCredentials.load(here.credentials, "supervision")
            )
            await eventually(
                lambda: second.refusal == "refused: too many connections of this account"
            )
            assert inside.refusal is None
        await second.wait_connected()
        assert second.refusal is None
        await server.stop()
        await eventually(lambda: not second.connected)
        assert second.refusal is None
        await second.close()


async def test_what_breaks_in_its_library_does_not_cut_a_service_off(
    here: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """nats-py raises other things than its own errors when a server goes at a bad moment."""
    connect, broken = Client.connect, [True]

    async def breaks_once(client: Client, **options: object) -> None:
        if broken:
            broken.clear()
            raise AttributeError("'NoneType' object has no attribute 'write'")
        await connect(client, **options)  # type: ignore[arg-type] # what it was given

    monkeypatch.setattr(Client, "connect", breaks_once)
    bus = await Bus.connect(here, ServiceCredentials.load(here.credentials, "supervision"))
    async with asyncio.timeout(PATIENCE_SECONDS):
        await bus.wait_connected()
    await bus.close()
    assert not broken


async def test_nothing_said_while_cut_off_arrives_later(
    here: Settings, server: EmbeddedNats
) -> None:
    """nats-py keeps the bytes and sends them after reconnecting, unless it is not asked to."""
    heard: list[bytes] = []

    async def hear(message: object) -> None:
        heard.append(message.data)  # type: ignore[attr-defined] # a nats-py message

    async with bus_of(here, "supervision") as bus:
        await bus.subscribe(SUBJECT, hear)
        generation = bus.generation
        await server.stop()
        await eventually(lambda: not bus.connected)
        with pytest.raises(BusDisconnected):
            await bus.publish(SUBJECT, b"lost")

        await server.start()
        await bus.wait_connected()
        await bus.publish(SUBJECT, b"after")
        await eventually(lambda: heard)

        assert heard == [b"after"]
        assert bus.generation == generation + 1


async def test_who_begins_to_listen_while_cut_off_hears_once_the_server_is_back(
    here: Settings, server: EmbeddedNats
) -> None:
    heard: list[bytes] = []
    forgotten: list[bytes] = []

    async def hear(message: object) -> None:
        heard.append(message.data)  # type: ignore[attr-defined] # a nats-py message

    async def forget(message: object) -> None:
        forgotten.append(message.data)  # type: ignore[attr-defined] # a nats-py message

    async with bus_of(here, "supervision") as bus:
        await bus.subscribe(SUBJECT, forget)
        await server.stop()
        await eventually(lambda: not bus.connected)
        await bus.subscribe(SUBJECT, hear)
        await bus.unsubscribe(SUBJECT, forget)

        await server.start()
        await bus.wait_connected()
        await bus.publish(SUBJECT, b"after")

        await eventually(lambda: heard == [b"after"])
        assert forgotten == []


@dataclass
class Keeping:
    """A way to NATS that keeps what a client says from its next subscription on, until let go."""

    port: int
    keeps: bool = False
    kept: bytes = b""
    let_go: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        from_server, to_server = await asyncio.open_connection("127.0.0.1", self.port)
        answering = asyncio.create_task(self._answer(from_server, writer))
        while data := await reader.read(65536):
            if self.keeps and b"SUB " in data:
                self.kept += data
                await self.let_go.wait()
            to_server.write(data)
        answering.cancel()
        to_server.close()
        writer.close()

    @staticmethod
    async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            writer.write(data)


@asynccontextmanager
async def keeping(here: Settings) -> AsyncIterator[tuple[Keeping, Settings]]:
    way = Keeping(int(here.nats_url.rpartition(":")[2]))
    server = await asyncio.start_server(way.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    yield way, here.replaced(nats_url=f"nats://127.0.0.1:{port}")
    server.close()


@pytest.mark.parametrize("when", ["before it connects", "once it is connected"])
async def test_what_is_said_once_somebody_listens_is_heard(here: Settings, when: str) -> None:
    """A subscription travels behind our back: until the server has it, nobody listens."""
    heard: list[bytes] = []

    async def hear(message: object) -> None:
        heard.append(message.data)  # type: ignore[attr-defined] # a nats-py message

    credentials = ServiceCredentials.load(here.credentials, "supervision")
    async with keeping(here) as (way, slowly), bus_of(here, "supervision") as other:
        bus = await Bus.connect(slowly, credentials)
        if when == "before it connects":
            way.keeps = True
            await bus.subscribe(SUBJECT, hear)
            listening = asyncio.create_task(bus.wait_connected())
        else:
            await bus.wait_connected()
            way.keeps = True
            listening = asyncio.create_task(bus.subscribe(SUBJECT, hear))
        await eventually(lambda: SUBJECT.encode() in way.kept)
        too_early = listening.done()
        way.let_go.set()
        await listening
        await other.publish(SUBJECT, b"now")

        await eventually(lambda: heard == [b"now"])
        await bus.close()
        assert not too_early


async def test_a_refused_subject_is_logged(here: Settings) -> None:
    async with bus_of(here, "supervision") as bus:
        with capture_logs() as logs:
            await bus.publish("department.82.0820032P.internships.formation_opened.v1", b"{}")
            await bus.client.flush()
            await eventually(lambda: logs)

    assert logs[0]["event"] == "bus.permission_refused"
    assert "formation_opened" in logs[0]["reason"]


async def test_a_key_that_is_not_known_keeps_trying(here: Settings, server: EmbeddedNats) -> None:
    stranger = Bus(server.url, "supervision", ServiceCredentials.new("supervision").nats_seed)
    with capture_logs() as logs:
        stranger.start()
        await eventually(lambda: len([log for log in logs if log["log_level"] == "warning"]) > 1)

    assert not stranger.connected
    await stranger.close()


async def test_closing_delivers_what_was_published(here: Settings) -> None:
    heard: list[bytes] = []

    async def hear(message: object) -> None:
        heard.append(message.data)  # type: ignore[attr-defined] # a nats-py message

    async with bus_of(here, "supervision") as listener:
        await listener.subscribe(SUBJECT, hear)
        await listener.client.flush()
        async with bus_of(here, "supervision") as speaker:
            for number in range(100):
                await speaker.publish(SUBJECT, str(number).encode())
        await eventually(lambda: len(heard) == 100)


async def test_closing_works_while_cut_off(here: Settings, server: EmbeddedNats) -> None:
    async with bus_of(here, "supervision") as bus:
        await server.stop()
        await eventually(lambda: not bus.connected)


async def test_a_client_that_missed_its_close_dials_no_longer() -> None:
    bus = Bus("nats://127.0.0.1:1", "supervision", seed="")
    dialling = asyncio.Event()

    async def dial() -> None:
        """What nats-py's reconnection does: a wait that swallows, then word of the failure."""
        with contextlib.suppress(asyncio.CancelledError):
            dialling.set()
            await asyncio.Event().wait()
        await bus.error(ConnectionRefusedError())

    task = asyncio.create_task(dial())
    await dialling.wait()
    task.cancel()
    await asyncio.wait({task})

    assert task.cancelled()


async def test_a_request_that_is_cancelled_ends_although_nats_py_forgot_it(
    here: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = asyncio.Event()

    async def forget(*_: object, **__: object) -> None:
        """What nats-py does with a cancellation that meets its flush: no answer comes."""
        with contextlib.suppress(asyncio.CancelledError):
            asked.set()
            await asyncio.Event().wait()
        raise nats.errors.TimeoutError

    async with bus_of(here, "supervision") as bus:
        monkeypatch.setattr(bus.client, "request", forget)
        task = asyncio.create_task(bus.request(SUBJECT))
        await asked.wait()
        task.cancel()
        await asyncio.wait({task})

    assert task.cancelled()


TRIES = 1_000


async def _tried_again(bus: Bus) -> int:
    """How often something is tried by whoever tries again as soon as NATS is said to answer."""
    for count in range(TRIES):
        try:
            assert bus.client is not None
        except BusDisconnected:
            await bus.wait_connected()
        else:
            return count
    return TRIES


async def test_who_tries_again_leaves_others_their_turn_when_the_server_goes(
    here: Settings, server: EmbeddedNats
) -> None:
    """nats-py knows before it calls back: a loop around us would keep the call from coming."""
    async with bus_of(here, "supervision") as bus:
        stopping = asyncio.create_task(server.stop())
        while bus.connected:  # noqa: ASYNC110 - the very turn it is lost is looked for
            await asyncio.sleep(0)
        trying = asyncio.create_task(_tried_again(bus))
        await stopping
        await server.start()

        assert await trying < 10


async def test_who_waits_leaves_others_a_turn_although_the_server_answers(here: Settings) -> None:
    """A loop around us may fail for another reason: it must not hold the process."""
    async with bus_of(here, "supervision") as bus:
        had_a_turn = asyncio.Event()
        asyncio.get_running_loop().call_soon(had_a_turn.set)
        await bus.wait_connected()

        assert bus.connected
        assert had_a_turn.is_set()


def test_the_client_never_gives_up() -> None:
    options = connection_options("supervision")

    assert options["max_reconnect_attempts"] == -1
    assert options["allow_reconnect"] is True
