"""Pulling deliveries through FastStream, with every default that loses data set explicitly.

What FastStream would do on its own, and does not here:

- `stream="NAME"` re-declares the stream with FastStream's defaults → `JStream(declare=False)`;
- 60 attempts to reconnect, then a loop that never yields → `max_reconnect_attempts=-1`;
- an exception in a handler terminates the message → `AckPolicy.MANUAL`, answers given below;
- pull inboxes ignore the connection's prefix → `inbox_prefix` given twice;
- a missing durable is created with defaults, or polled in a hot loop → started only once the
  server confirms it, stopped when it is gone, and every failed pull waits.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any

import nats.errors
import structlog
from faststream import AckPolicy
from faststream.nats import JStream, NatsBroker, NatsMessage, PullSub
from faststream.nats.security import NatsNKey
from faststream.nats.subscriber.usecases import PullStreamSubscriber
from nats.aio.client import Client
from nats.js.api import ConsumerConfig

from services.chassis.base import background_throttle
from services.chassis.base.cancellation import end
from services.chassis.base.failpoints import failpoint
from services.chassis.database.infrastructure_errors import is_trouble
from services.chassis.nats.connection import Bus, connection_options
from services.chassis.nats.durable_health import (
    DurableMissing,
    ServerSilent,
    consumer_info,
    differences,
)
from services.chassis.nats.durables import REACTION_ACK_WAIT_SECONDS, Durable
from services.chassis.nats.parse_envelope import Delivery
from services.chassis.reactions.delivery import Acknowledge, Answer, HandBack, Handling, enrol
from services.chassis.reactions.parked_retries import reconsider, retry_what_waits
from services.chassis.reactions.spec import Reactions
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork

log = structlog.get_logger(__name__)

PULL_SECONDS = 1.0
"""A pull that a dying server swallowed is asked again this soon."""
AFTER_FAILED_PULL_SECONDS = 1.0
CHECK_SECONDS = 2.0
RETRY_POLL_SECONDS = 1.0
GRACE_SECONDS = 10.0
UNEXPECTED_DELAY_SECONDS = 5
COURTESY_SECONDS = 0.5
"""How long an event lets people's commands pass, when they are many."""


class _PatientPull:
    """A pull subscription whose failed fetches wait instead of being asked again at once."""

    def __init__(self, subscription: Any) -> None:
        self._subscription = subscription

    async def fetch(self, batch: int, timeout: float) -> list[Any]:
        try:
            messages: list[Any] = await self._subscription.fetch(batch=batch, timeout=timeout)
        except (TimeoutError, nats.errors.TimeoutError):
            raise
        except Exception as error:  # waited out: FastStream would retry at once
            # no responders, consumer deleted, connection closed
            await asyncio.sleep(AFTER_FAILED_PULL_SECONDS)
            raise nats.errors.TimeoutError from error
        return messages

    async def unsubscribe(self) -> None:
        with contextlib.suppress(nats.errors.Error):  # already gone with its connection
            await self._subscription.unsubscribe()


class ReactionRunner:
    """Runs the reactions of one service until stopped. NATS and the database may come and go."""

    def __init__(
        self,
        reactions: Reactions,
        *,
        bus: Bus,
        units: UnitsOfWork,
        department: str,
        ack_wait_seconds: float = REACTION_ACK_WAIT_SECONDS,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._bus = bus
        self._units = units
        self._clock = clock
        self._broker = _broker(bus)
        self.connection: Client | None = None
        self._groups = [
            (
                Handling(group, units, clock=clock),
                group.description(department, ack_wait_seconds=ack_wait_seconds),
            )
            for group in reactions.groups()
        ]
        self._problems = {d.name: f"durable {d.name}: not started" for _, d in self._groups}
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def durables(self) -> tuple[Durable, ...]:
        """The durables the groups read."""
        return tuple(durable for _, durable in self._groups)

    def problems(self) -> tuple[str, ...]:
        """Groups that do not run as declared, and why. For readiness."""
        return tuple(filter(None, self._problems.values()))

    async def start(self) -> None:
        """Start in the background: waits neither for NATS nor for the database."""
        if self._groups:
            self._tasks = [
                asyncio.create_task(self._run(), name="reactions"),
                asyncio.create_task(self._retry(), name="reactions-retry"),
            ]

    async def stop(self) -> None:
        """Let handlers that run finish, then disconnect."""
        await end(*self._tasks)
        await self._disconnect()

    async def _run(self) -> None:
        """Keep a connection and its subscribers; nats-py closes one for good now and then."""
        while True:
            self._broker = _broker(self._bus)
            try:
                self.connection = await self._broker.connect()
                await self._broker.start()
                await self._bus.wait_connected()
                await asyncio.gather(*(self._keep(*group) for group in self._groups))
            except Exception as error:  # whatever broke, facts must not wait for a restart
                log.warning("reactions.connection_lost", service=self._bus.service, exc_info=error)
            await self._disconnect()
            await asyncio.sleep(AFTER_FAILED_PULL_SECONDS)

    async def _disconnect(self) -> None:
        with contextlib.suppress(Exception):  # it is given up, however it ends
            await asyncio.wait_for(self._broker.stop(), GRACE_SECONDS + 2)

    async def _keep(self, handling: Handling, durable: Durable) -> None:
        """Run one group's subscriber while its durable exists, until the connection is closed."""
        subscriber: PullStreamSubscriber | None = None
        while self.connection is not None and not self.connection.is_closed:
            try:
                present = await self._check(durable)
                if present is False and subscriber is not None:
                    gone, subscriber = subscriber, None
                    await gone.stop()
                if present and subscriber is None:
                    subscriber = await self._subscribe(handling, durable)
            except Exception as error:  # of a library too: the others go on, this one tries again
                log.warning("reactions.not_started", consumer=durable.name, exc_info=error)
                present, self._problems[durable.name] = None, f"{durable.name}: not started"
            await asyncio.sleep(CHECK_SECONDS if present else AFTER_FAILED_PULL_SECONDS)

    async def _check(self, durable: Durable) -> bool | None:
        """Whether the durable exists; None when the server cannot be asked."""
        try:
            info = await consumer_info(self._bus, durable)
        except DurableMissing as error:
            self._problems[durable.name] = str(error)
            return False
        except ServerSilent as error:
            self._problems[durable.name] = str(error)
            return None
        differing = differences(durable, info["config"])
        self._problems[durable.name] = (
            f"durable {durable.name}: {', '.join(differing)} not as declared" if differing else ""
        )
        return True

    async def _subscribe(self, handling: Handling, durable: Durable) -> PullStreamSubscriber:
        subscriber = declare(self._broker, handling, durable, self._bus.inbox_prefix)
        await subscriber.start()
        # FastStream reads this attribute before each pull
        patient = _PatientPull(subscriber.subscription)
        subscriber.subscription = patient  # type: ignore[assignment] # wraps the pull it had
        log.info("reactions.started", consumer=durable.name)
        return subscriber

    async def _retry(self) -> None:
        reconsidered = False
        handlings = [handling for handling, _ in self._groups]
        while True:
            try:
                # At once, whether or not anything comes: what is recorded while the service is away
                # for a moment is no history at its next start.
                await enrol(handlings)
                if not reconsidered:
                    await reconsider(self._units, handlings, self._clock())
                await retry_what_waits(self._units, handlings, self._clock())
                reconsidered = True
            except Exception as error:  # told, and tried again at the next round
                if not is_trouble(error):
                    log.exception("reactions.retry_failed")
            await asyncio.sleep(RETRY_POLL_SECONDS)


def _broker(bus: Bus) -> NatsBroker:
    options = connection_options(bus.service)
    return NatsBroker(
        bus.url,
        security=NatsNKey.from_seed(bus.seed),
        inbox_prefix=bus.inbox_prefix,
        error_cb=bus.error,
        ack_policy=AckPolicy.MANUAL,
        graceful_timeout=GRACE_SECONDS,
        apply_types=False,
        logger=None,
        **options,
    )


def declare(
    broker: NatsBroker, handling: Handling, durable: Durable, inbox_prefix: str
) -> PullStreamSubscriber:
    """Make the FastStream subscriber of one group; it is not started."""
    subscriber = broker.subscriber(
        stream=JStream(durable.stream, declare=False),
        durable=durable.name,
        # only read by FastStream when the durable is missing, and then the server refuses
        config=ConsumerConfig(filter_subjects=list(durable.filter_subjects)),
        pull_sub=PullSub(batch_size=1, timeout=PULL_SECONDS),
        ack_policy=AckPolicy.MANUAL,
        no_reply=True,
        inbox_prefix=f"{inbox_prefix}.".encode(),
        decoder=_undecoded,
        persistent=False,
    )

    async def receive(message: NatsMessage) -> None:
        await _receive(handling, message, durable.ack_wait_seconds)

    subscriber(receive)
    return subscriber


async def _undecoded(message: NatsMessage) -> NatsMessage:
    """Hand the message over as it came: what cannot be decoded is parked, not raised."""
    return message


async def _receive(handling: Handling, message: NatsMessage, ack_wait_seconds: float) -> None:
    raw = message.raw_message
    delivery = Delivery(
        subject=raw.subject,
        headers=raw.headers or {},
        payload=raw.data,
        stream=raw.metadata.stream,
        stream_sequence=raw.metadata.sequence.stream,
        attempt=raw.metadata.num_delivered,
    )
    try:
        async with _kept_in_progress(message, ack_wait_seconds / 3):
            await background_throttle.PROCESS.let_pass(COURTESY_SECONDS)
            answer = await handling.receive(delivery)
    except Exception:  # an event is handed back, never lost
        log.exception("reaction.unexpected", consumer=handling.consumer, subject=delivery.subject)
        answer = HandBack(UNEXPECTED_DELAY_SECONDS)
    await answer_stream(message, answer)


async def answer_stream(message: NatsMessage, answer: Answer) -> None:
    """Acknowledge what has an outcome; hand the rest back with its delay."""
    if isinstance(answer, Acknowledge):
        failpoint("reaction.before_ack")
        await message.ack()
        failpoint("reaction.after_ack")
    else:
        await message.nack(delay=answer.delay_seconds)


@contextlib.asynccontextmanager
async def _kept_in_progress(message: NatsMessage, every_seconds: float) -> AsyncIterator[None]:
    """Tell the stream that the handler still works, so that nobody else is given the event."""

    async def tell() -> None:
        while True:
            await asyncio.sleep(every_seconds)
            with contextlib.suppress(nats.errors.Error, OSError):
                await message.in_progress()

    task = asyncio.create_task(tell())
    try:
        yield
    finally:
        task.cancel()
