"""The bus's side: streams and durables that exist as declared, and what a stream holds."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import datetime
from typing import Any

import nats.errors
import structlog
from nats.aio.client import Client

from contracts.envelope import EnvelopeInvalid, from_headers
from contracts.streams import all_stream_settings
from deploy.nats.durables import BusService, service_durables
from deploy.nats.provision import AckWaits, provision, subscriber_durables
from deploy.repair.judgements import Found
from services.chassis.base.cancellation import heed_cancellation
from services.chassis.base.settings import Settings
from services.chassis.nats.durable_health import differences
from services.chassis.nats.durables import Durable
from services.chassis.projections.order import Position
from services.chassis.projections.stream_range import read_stream

log = structlog.get_logger(__name__)

BATCH_SIZE = 250
"""Messages judged at once: few enough for the others who share the event loop."""
ASK_TIMEOUT_SECONDS = 5.0


async def ask(client: Client, what: str, request: object = None) -> dict[str, Any]:
    """A question to JetStream; its answer may hold an `error`."""
    payload = b"" if request is None else json.dumps(request).encode()
    try:
        reply = await client.request(f"$JS.API.{what}", payload, timeout=ASK_TIMEOUT_SECONDS)
    finally:
        # nats-py forgets a request to stop that meets the answer: who asks in a loop would go on
        heed_cancellation()
    answer: dict[str, Any] = json.loads(reply.data)
    return answer


async def read_from(
    client: Client, stream: str, first: int, last: int, subjects: Sequence[str] = ()
) -> AsyncIterator[list[Found]]:
    """What the stream has from one number to another, both included, in batches.

    Of these subjects alone, when some are given.
    """
    async for messages in read_stream(
        client, stream, first, last, batch_size=BATCH_SIZE, subjects=subjects
    ):
        yield [
            Found(
                message.subject,
                message.headers or {},
                message.data,
                Position.parse(message.reply).stream,
            )
            for message in messages
        ]


async def event_at(client: Client, stream: str, sequence: int) -> str | None:
    """The id of the event at a number of the stream; None when no event can be read there."""
    answer = await ask(client, f"STREAM.MSG.GET.{stream}", {"seq": sequence})
    if "error" in answer:
        return None
    headers = _parse(base64.b64decode(answer["message"].get("hdrs", "")))
    try:
        return str(from_headers(headers).id)
    except EnvelopeInvalid:
        return None


def _parse(block: bytes) -> dict[str, str]:
    lines = block.decode("utf-8", "replace").split("\r\n")[1:]
    pairs = (line.partition(":") for line in lines if line)
    return {name.strip(): text.strip() for name, _, text in pairs}


async def mend(
    client: Client,
    settings: Settings,
    services: Sequence[BusService],
    ack_waits: AckWaits | None,
) -> tuple[frozenset[str], frozenset[str]]:
    """Make what is missing or not as declared; return the streams that were absent, and the
    durables that were wrong.

    Raises ProvisionRefused when a stream would lose events: a person must look.
    """
    names = [stream.name for stream in all_stream_settings(settings.department)]
    gone = frozenset([name for name in names if await absent(client, name)])
    wrong = frozenset(
        [
            durable.name
            for durable in (
                *durables_of(settings, services, ack_waits),
                *subscriber_durables(settings, ack_waits),
            )
            if durable.stream not in gone and not await _as_declared(client, durable)
        ]
    )
    if gone or wrong:
        log.warning("repair.bus_mended", reason=", ".join(sorted(gone | wrong)))
        await provision(settings, services, ack_waits=ack_waits)
    return gone, wrong


async def absent(client: Client, stream: str) -> bool:
    """Whether there is no such stream."""
    return "error" in await ask(client, f"STREAM.INFO.{stream}")


def durables_of(
    settings: Settings, services: Iterable[BusService], ack_waits: AckWaits | None
) -> list[Durable]:
    """Every durable of these services, as it must be."""
    waits = ack_waits or AckWaits()
    return [
        durable
        for service in services
        for durable in service_durables(
            service,
            settings.department,
            reaction_ack_wait_seconds=waits.reactions,
            projection_ack_wait_seconds=waits.projections,
        )
    ]


async def _as_declared(client: Client, durable: Durable) -> bool:
    info = await ask(client, f"CONSUMER.INFO.{durable.stream}.{durable.name}")
    return "error" not in info and not differences(durable, info["config"])


async def made_before(client: Client, durable: Durable, instant: datetime) -> bool:
    """Whether the durable exists and is older than that."""
    info = await ask(client, f"CONSUMER.INFO.{durable.stream}.{durable.name}")
    return "error" not in info and datetime.fromisoformat(info["created"]) < instant


async def unmake(client: Client, durable: Durable) -> None:
    """Delete a durable: made anew it gives everything again, and readers know what they have."""
    log.warning("repair.durable_unmade", durable=durable.name)
    answer = await ask(client, f"CONSUMER.DELETE.{durable.stream}.{durable.name}")
    if "error" in answer:
        raise nats.errors.Error(answer["error"].get("description"))
