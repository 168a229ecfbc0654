"""POST → commit → server-sent event, of the real thing beside its floor, in turns."""

import asyncio
import json
import pickle
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import nats
from nats.aio.msg import Msg
from nats.js.api import AckPolicy, ConsumerConfig, StorageType, StreamConfig

from deploy.embedded.nats import EmbeddedNats
from deploy.embedded.ports import free_port
from deploy.nats.operator_connection import operator_connection
from services.chassis.base.settings import Settings
from services.chassis.database.engine import Database
from services.chassis.nats.connection import Bus
from services.chassis.security.credentials import ServiceCredentials
from services.internships.base.days import local_date
from tests.bench.floor import DURABLE, STREAM, Plan
from tests.bench.load import Sent, listening, post_steadily
from tests.bench.recording import record_confirmations
from tests.bench.world import World, superuser
from tests.support.forked import ROOT
from tests.support.waiting import eventually

PER_SECOND = 100


@asynccontextmanager
async def running_floor(
    settings: Settings, server: EmbeddedNats, placements: list[UUID], folder: Path
) -> AsyncIterator[int]:
    """The port of a floor that replays the confirmations of these placements."""
    await _make_stream(server)
    plan = Plan(
        writing=_address(settings, "internships"),
        folding=_address(settings, "supervision"),
        nats=server.url,
        confirmations=await record_confirmations(settings, placements),
    )
    path, port = folder / "plan", free_port()
    path.write_bytes(pickle.dumps(plan))
    arguments = [sys.executable, "-m", "tests.bench.floor", str(path), str(port)]
    process = await asyncio.to_thread(subprocess.Popen, arguments, cwd=ROOT)
    try:
        await eventually(lambda: answers(port))
        yield port
    finally:
        process.kill()
        process.wait()


async def measure_floor(port: int, numbers: Sequence[int]) -> list[float]:
    """Seconds from each POST's due time to the event that tells its effect."""
    async with listening(port, "/", {}) as page:
        requests: list[tuple[str, object]] = [(f"/{number}", {}) for number in numbers]
        sent = await post_steadily(port, requests, per_second=PER_SECOND, headers={})
        await eventually(lambda: len(page.received) >= len(numbers))
    _all_ok(sent)
    arrived = {number: when for when, number, _ in page.received}
    return [arrived[number] - one.due_at for number, one in zip(numbers, sent, strict=True)]


@dataclass
class Reached:
    """Up to which position of the stream each revision goes, and when it was told."""

    upto: dict[int, int] = field(default_factory=dict)
    told_at: dict[int, float] = field(default_factory=dict)

    def hear(self, told: Mapping[str, int]) -> None:
        revision = told["revision"]
        self.upto[revision] = told["sequence"]
        self.told_at.setdefault(revision, time.perf_counter())

    def at(self, position: int) -> float:
        """When what is at this position was told of."""
        return min(when for one, when in self.told_at.items() if self.upto[one] >= position)


class Real:
    """The running `up`, measured from outside."""

    def __init__(self, settings: Settings, world: World) -> None:
        self._settings = settings
        self._world = world
        self._port = int(settings.public_url.rpartition(":")[2])
        self._positions: dict[UUID, int] = {}
        self._read_up_to = 0
        self.told: list[float] = []
        """How often an open page was told of what followed a change, each second."""

    async def measure(self, placements: Sequence[UUID]) -> list[float]:
        """Seconds from each POST's due time to when the supervisor's service is told of its effect.

        A change alone reaches an open page at once; under this load pages are told together, at
        most once a second: `told` counts how often one of them was.
        """
        async with (
            self._revisions() as reached,
            listening(self._port, "/departement/flux", self._world.supervisor) as page,
        ):
            begun = time.perf_counter()
            sent = await confirm_steadily(self._port, placements, self._world.bureau)
            await eventually(lambda: self._find(placements))
            last = max(self._positions[placement] for placement in placements)
            await eventually(
                lambda: any(reached.upto.get(id_, 0) >= last for _, id_, _ in page.received)
            )
            # Neither when it connected, nor of the first change: that one is told at once.
            self.told.append((len(page.received) - 2) / (time.perf_counter() - begun))
        return [
            reached.at(self._positions[placement]) - one.due_at
            for placement, one in zip(placements, sent, strict=True)
        ]

    @asynccontextmanager
    async def _revisions(self) -> AsyncIterator["Reached"]:
        """Up to which position of the stream each revision of the read model goes."""
        reached = Reached()

        async def changed(message: Msg) -> None:
            reached.hear(json.loads(message.data))

        credentials = ServiceCredentials.load(self._settings.credentials, "supervision")
        bus = await Bus.connect(self._settings, credentials)
        await bus.wait_connected()
        await bus.subscribe(f"changed.supervision.{self._settings.department}", changed)
        await bus.client.flush()
        try:
            yield reached
        finally:
            await bus.close()

    async def _find(self, placements: Sequence[UUID]) -> bool:
        """Learn the positions in the stream of what told of these confirmations."""
        connection = await superuser(self._settings, "internships")
        rows = await connection.fetch(
            "SELECT reference, placement_id FROM placements WHERE reference IS NOT NULL"
        )
        await connection.close()
        by_reference = {str(row["reference"]): row["placement_id"] for row in rows}
        stream = f"DEPARTMENT_{self._settings.department}"
        async with operator_connection(self._settings) as client:
            jetstream = client.jetstream()
            last = (await jetstream.stream_info(stream)).state.last_seq
            for position in range(self._read_up_to + 1, last + 1):
                message = await jetstream.get_msg(stream, position)
                reference = json.loads(message.data or b"{}").get("reference")
                if reference in by_reference:
                    self._positions[by_reference[reference]] = position
            self._read_up_to = last
        return all(placement in self._positions for placement in placements)


async def confirm_steadily(
    port: int,
    placements: Sequence[UUID],
    headers: Mapping[str, str],
    *,
    per_second: float = PER_SECOND,
) -> list[Sent]:
    """Confirm these placements at a steady pace. Raises when one is not accepted."""
    requests = [_confirmation(placement) for placement in placements]
    sent = await post_steadily(port, requests, per_second=per_second, headers=headers)
    _all_ok(sent)
    return sent


def _confirmation(placement: UUID) -> tuple[str, object]:
    """Path and body of the POST that confirms a placement."""
    return (
        f"/api/internships/placements/{placement}/confirmation",
        {
            "command_id": str(uuid4()),
            "version": 1,
            "on": local_date(datetime.now(UTC)).isoformat(),
            # All are at one host, which a pupil is sent to with care after 44 days.
            "knowingly": True,
        },
    )


def _all_ok(sent: Sequence[Sent]) -> None:
    refused = [one.status for one in sent if one.status != 200]
    if refused:
        raise RuntimeError(f"{len(refused)} POSTs were not accepted: {refused[:5]}")


async def answers(port: int) -> bool:
    """Whether something listens there."""
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


async def _make_stream(server: EmbeddedNats) -> None:
    client = await nats.connect(server.url)
    jetstream = client.jetstream()
    await jetstream.add_stream(
        StreamConfig(
            name=STREAM,
            subjects=["department.>", "bureau.>"],
            storage=StorageType.FILE,
            allow_atomic=True,
        )
    )
    await jetstream.add_consumer(
        STREAM, ConsumerConfig(durable_name=DURABLE, ack_policy=AckPolicy.NONE)
    )
    await client.close()


def _address(settings: Settings, service: str) -> str:
    credentials = ServiceCredentials.load(settings.credentials, service)
    database = Database.open(settings, credentials)
    return database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
