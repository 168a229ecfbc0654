"""Asking NATS as the operator, who alone may read streams; it may well not answer."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from typing import Any

from services.chassis.base.settings import Settings
from services.chassis.nats.connection import Bus
from services.chassis.nats.durable_health import DurableMissing, ServerSilent, consumer_info
from services.chassis.nats.durables import Durable
from services.chassis.security.credentials import OPERATOR, OperatorCredentials

CONNECT_WITHIN_SECONDS = 3.0
ANSWER_WITHIN_SECONDS = 2.0


@asynccontextmanager
async def operator_bus(settings: Settings) -> AsyncIterator[Bus]:
    """A connection as the operator, or one that never came about: ask `connected`."""
    seed = OperatorCredentials.load(settings.credentials).nats_seed
    bus = Bus(settings.nats_url, OPERATOR, seed)
    bus.start()
    with suppress(TimeoutError):
        async with asyncio.timeout(CONNECT_WITHIN_SECONDS):
            await bus.wait_connected()
    try:
        yield bus
    finally:
        await bus.close()


async def waiting_for(bus: Bus, durable: Durable) -> int | None:
    """How many events a durable has not settled; None when the server does not say."""
    try:
        info = await consumer_info(bus, durable)
    except (DurableMissing, ServerSilent):
        return None
    return int(info["num_pending"] + info["num_ack_pending"])


async def oldest_waiting(bus: Bus, durable: Durable, info: dict[str, Any]) -> datetime | None:
    """When the oldest event the durable has not settled was kept by the stream."""
    first = info["ack_floor"]["stream_seq"] + 1
    kept = [
        await _kept_at(bus, durable.stream, first, subject) for subject in durable.filter_subjects
    ]
    return min((at for at in kept if at is not None), default=None)


async def _kept_at(bus: Bus, stream: str, first: int, subject: str) -> datetime | None:
    asked = json.dumps({"seq": first, "next_by_subj": subject}).encode()
    reply = await bus.request(
        f"$JS.API.STREAM.MSG.GET.{stream}", asked, timeout=ANSWER_WITHIN_SECONDS
    )
    answer = json.loads(reply.data)
    if "error" in answer:  # none of this kind waits
        return None
    return instant(answer["message"]["time"])


def instant(text: str) -> datetime:
    """A time as nats-server writes it in UTC: Go has nanoseconds, and Python keeps microseconds."""
    whole, _, fraction = text.removesuffix("Z").partition(".")
    return datetime.fromisoformat(f"{whole}.{fraction[:6] or '0'}+00:00")
