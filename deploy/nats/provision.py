"""Creating or updating streams and durables, as the operator. May be run again at any time.

Streams first: a durable is made on an existing stream. No service can do any of this.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

import structlog
from nats.js import JetStreamContext
from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    ConsumerInfo,
    DeliverPolicy,
    DiscardPolicy,
    ReplayPolicy,
    RetentionPolicy,
    StorageType,
    StreamConfig,
)
from nats.js.errors import NotFoundError

from contracts.streams import StreamSettings, all_stream_settings, stream_name
from deploy.nats.durables import BusService, service_durables
from deploy.nats.operator_connection import operator_connection
from deploy.nats.subscribers import (
    ACK_WAIT_SECONDS,
    STREAM_OF,
    durable_name,
    names_in,
    reader_is_gone,
    revoked_in,
    subscribers_of,
)
from services.chassis.base.settings import Settings
from services.chassis.nats.durables import (
    PROJECTION_ACK_WAIT_SECONDS,
    REACTION_ACK_WAIT_SECONDS,
    Durable,
)

log = structlog.get_logger(__name__)

API_TIMEOUT_SECONDS = 10
MAX_WAITING_PULLS = 512
ASKED_AT_ONCE = 10
NO_LIMIT = -1

LOSING = (
    "subjects",
    "storage",
    "retention",
    "discard",
    "max_msgs",
    "max_bytes",
    "max_age",
    "max_msgs_per_subject",
    "deny_delete",
    "deny_purge",
    "no_ack",
    "sealed",
    "mirror",
    "sources",
    "republish",
    "subject_transform",
    "persist_mode",
)
"""Settings of a stream that decide whether it keeps what it acknowledged, and shows it to whom."""


class ProvisionRefused(Exception):
    """What exists on the server would lose events, and only a person may decide about it."""


@dataclass(frozen=True)
class AckWaits:
    """How long a delivery may stay unanswered, in seconds."""

    reactions: float = REACTION_ACK_WAIT_SECONDS
    projections: float = PROJECTION_ACK_WAIT_SECONDS
    subscribers: float = ACK_WAIT_SECONDS


async def provision(
    settings: Settings,
    services: Iterable[BusService],
    *,
    replicas: int = 1,
    ack_waits: AckWaits | None = None,
) -> None:
    """Make every stream, then every durable, exactly as declared.

    Raises ProvisionRefused when an existing stream has settings that lose events, ReaderRefused
    when a service declares a stream it may not read, nats.errors.Error when NATS is down.
    """
    waits = ack_waits or AckWaits()
    outside = subscriber_durables(settings, waits)
    durables = list(outside)
    for service in services:
        durables += service_durables(
            service,
            settings.department,
            reaction_ack_wait_seconds=waits.reactions,
            projection_ack_wait_seconds=waits.projections,
        )
    async with operator_connection(settings) as client:
        js = client.jetstream(timeout=API_TIMEOUT_SECONDS)
        for stream in all_stream_settings(settings.department):
            await ensure_stream(js, stream, replicas=replicas)
        # Each is two answers of the server to wait for.
        for first in range(0, len(durables), ASKED_AT_ONCE):
            some = durables[first : first + ASKED_AT_ONCE]
            await asyncio.gather(*(ensure_durable(js, one) for one in some))
        await _remove_revoked(js, settings, {durable.name for durable in outside})


def subscriber_durables(settings: Settings, waits: AckWaits | None = None) -> list[Durable]:
    """Every durable of a program of somebody else, as it must be."""
    wait = (waits or AckWaits()).subscribers
    return [
        subscriber.durable(settings.department, ack_wait_seconds=wait)
        for subscriber in subscribers_of(settings.credentials)
    ]


async def _remove_revoked(js: JetStreamContext, settings: Settings, made: set[str]) -> None:
    """Remove the durables of those who were revoked while the server did not answer.

    And of those who were revoked while theirs were made here.
    """
    listed = {durable_name(name) for name in names_in(settings.credentials)}
    revoked = revoked_in(settings.credentials)
    stream = stream_name(STREAM_OF, settings.department)
    for durable in sorted((made | {durable_name(name) for name in revoked}) - listed):
        with suppress(NotFoundError):
            await js.delete_consumer(stream, durable)
            log.info("provision.durable_removed", durable=durable)
    for name in revoked:
        reader_is_gone(settings.credentials, name)


def stream_config(stream: StreamSettings, *, replicas: int = 1) -> StreamConfig:
    """A stream that keeps what it acknowledged; every default that loses is overridden."""
    return StreamConfig(
        name=stream.name,
        subjects=list(stream.subjects),
        storage=StorageType.FILE,
        retention=RetentionPolicy.LIMITS,
        # full: the publisher is refused and its journal waits, instead of the oldest vanishing
        discard=DiscardPolicy.NEW,
        max_msgs=NO_LIMIT,
        max_bytes=NO_LIMIT,
        max_msgs_per_subject=NO_LIMIT,
        max_age=stream.max_age_seconds,
        max_msg_size=stream.max_msg_size,
        max_consumers=NO_LIMIT,
        num_replicas=replicas,
        duplicate_window=stream.duplicate_window_seconds,
        deny_delete=True,
        deny_purge=stream.deny_purge,
        allow_rollup_hdrs=False,
        allow_direct=False,
        allow_atomic=True,
        no_ack=False,
        sealed=False,
        # fires before any read model has committed, and would mirror one audience into another
        republish=None,
    )


async def ensure_stream(js: JetStreamContext, stream: StreamSettings, *, replicas: int = 1) -> None:
    """Create or update one stream. Raises ProvisionRefused when what exists would lose events."""
    wanted = stream_config(stream, replicas=replicas)
    try:
        existing = (await js.stream_info(stream.name)).config
    except NotFoundError:
        await js.add_stream(wanted)
        log.info("provision.stream_created", stream=stream.name)
    else:
        refuse_losing(wanted, existing)
        await js.update_stream(wanted)
    refuse_losing(wanted, (await js.stream_info(stream.name)).config)


def refuse_losing(wanted: StreamConfig, existing: StreamConfig) -> None:
    """Raise ProvisionRefused, naming each setting, when an existing stream is not safe."""
    found = _differing(_plain(wanted), _plain(existing))
    if found:
        raise ProvisionRefused(
            f"stream {wanted.name} would lose events: {'; '.join(found)}. Nothing was changed. "
            f"Correct it by hand, or delete the stream: it is filled again from the journals."
        )


def _differing(wanted: Mapping[str, Any], existing: Mapping[str, Any]) -> list[str]:
    return [
        f"{name} is {existing.get(name)!r}, must be {wanted.get(name)!r}"
        for name in LOSING
        if (existing.get(name) or None) != (wanted.get(name) or None)
    ]


def _plain(config: StreamConfig) -> dict[str, Any]:
    values = {name: getattr(value, "value", value) for name, value in asdict(config).items()}
    for limit in ("max_msgs", "max_bytes", "max_msgs_per_subject"):
        values[limit] = values[limit] or NO_LIMIT
    return values


def consumer_config(durable: Durable) -> ConsumerConfig:
    """A durable pull consumer that never gives up on a message; every setting explicit."""
    return ConsumerConfig(
        name=durable.name,
        durable_name=durable.name,
        # from the first message on, always: what must not be seen again is known in PostgreSQL
        deliver_policy=DeliverPolicy.ALL,
        ack_policy=AckPolicy(durable.ack_policy),
        ack_wait=durable.ack_wait_seconds,
        # after any other number of attempts the server abandons the message, with one notice
        max_deliver=NO_LIMIT,
        max_ack_pending=durable.max_ack_pending,
        max_waiting=MAX_WAITING_PULLS,
        filter_subjects=list(durable.filter_subjects),
        replay_policy=ReplayPolicy.INSTANT,
        headers_only=False,
        mem_storage=False,
        # 0: kept however long nobody asks
        inactive_threshold=0,
    )


async def ensure_durable(js: JetStreamContext, durable: Durable) -> None:
    """Create or update one durable; an existing one that must see more is made anew.

    A wider filter would not show it the events it has already passed. Made anew it is given the
    whole stream: inboxes recognise what was handled.
    """
    existing = await _existing(js, durable)
    if existing is not None and _sees_more(durable, existing.config):
        await js.delete_consumer(durable.stream, durable.name)
        log.info("provision.durable_made_anew", durable=durable.name)
    await js.add_consumer(durable.stream, consumer_config(durable))


async def _existing(js: JetStreamContext, durable: Durable) -> ConsumerInfo | None:
    try:
        info: ConsumerInfo = await js.consumer_info(durable.stream, durable.name)
    except NotFoundError:
        return None
    return info


def _sees_more(durable: Durable, existing: ConsumerConfig) -> bool:
    seen = {*(existing.filter_subjects or []), existing.filter_subject}
    starts_late = existing.deliver_policy != DeliverPolicy.ALL
    return starts_late or not seen.issuperset(durable.filter_subjects)
