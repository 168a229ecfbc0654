"""Does each durable exist on the server, as declared? Asked of the server, never assumed.

A durable that was deleted makes its service idle in silence; one that kept an old filter makes it
miss events. Both are told by readiness, and mended by `passerelle provision`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import nats.errors

from services.chassis.nats.connection import Bus, BusDisconnected
from services.chassis.nats.durables import Durable

INFO_TIMEOUT_SECONDS = 2.0
NANOSECONDS = 1_000_000_000


class DurableMissing(Exception):
    """The stream or the consumer does not exist (any more)."""


class ServerSilent(Exception):
    """The server could not be asked: not connected, or no answer in time."""


async def consumer_info(bus: Bus, durable: Durable) -> dict[str, Any]:
    """What the server says about a durable. Raises DurableMissing or ServerSilent."""
    subject = f"$JS.API.CONSUMER.INFO.{durable.stream}.{durable.name}"
    return await _ask(bus, subject, f"durable {durable.name} on {durable.stream}")


async def stream_info(bus: Bus, stream: str) -> dict[str, Any]:
    """What the server says about a stream. Raises DurableMissing or ServerSilent."""
    return await _ask(bus, f"$JS.API.STREAM.INFO.{stream}", f"stream {stream}")


async def _ask(bus: Bus, subject: str, what: str) -> dict[str, Any]:
    try:
        reply = await bus.request(subject, timeout=INFO_TIMEOUT_SECONDS)
    except (BusDisconnected, nats.errors.Error, OSError) as error:
        raise ServerSilent(f"{what}: no answer from NATS") from error
    answer: dict[str, Any] = json.loads(reply.data)
    if "error" in answer:
        raise DurableMissing(f"{what}: {answer['error'].get('description', 'refused')}")
    return answer


def differences(durable: Durable, config: dict[str, Any]) -> tuple[str, ...]:
    """Settings of a consumer that are not those declared; each would lose or disorder events."""
    filters = config.get("filter_subjects") or [config.get("filter_subject", "")]
    actual = {
        "filter_subjects": tuple(sorted(filters)),
        "ack_policy": config.get("ack_policy"),
        "ack_wait": config.get("ack_wait"),
        "deliver_policy": config.get("deliver_policy"),
        "max_deliver": config.get("max_deliver"),
        "max_ack_pending": config.get("max_ack_pending"),
    }
    wanted = {
        "filter_subjects": tuple(sorted(durable.filter_subjects)),
        "ack_policy": durable.ack_policy,
        "ack_wait": int(durable.ack_wait_seconds * NANOSECONDS),
        "deliver_policy": "all",
        "max_deliver": -1,
        "max_ack_pending": durable.max_ack_pending,
    }
    return tuple(name for name, value in wanted.items() if actual[name] != value)


async def durables_ready(bus: Bus, durables: Iterable[Durable]) -> tuple[str, ...]:
    """What is wrong with a service's durables; empty when all is well."""
    problems = []
    for durable in durables:
        try:
            info = await consumer_info(bus, durable)
        except (DurableMissing, ServerSilent) as error:
            problems.append(str(error))
            continue
        differing = differences(durable, info["config"])
        if differing:
            problems.append(f"durable {durable.name}: {', '.join(differing)} not as declared")
    return tuple(problems)
