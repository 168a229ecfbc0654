"""Pulling one durable in large batches, through nats-py's core API.

`fetch()` of nats-py is more than twice as slow: it waits for each batch to end before asking for
the next. Here two batches are always asked for, and whatever has arrived is handed over at once.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from types import TracebackType
from typing import Self

from nats.aio.msg import Msg
from nats.aio.subscription import Subscription

from services.chassis.nats.connection import Bus, BusDisconnected
from services.chassis.nats.durable_health import NANOSECONDS, DurableMissing
from services.chassis.nats.durables import Durable

EXPIRES_SECONDS = 20
HEARTBEAT_SECONDS = 1
SILENT_HEARTBEATS = 3

NO_MESSAGES, EXPIRED, CONFLICT, NO_RESPONDERS, HEARTBEAT = "404", "408", "409", "503", "100"
DELETED = "consumer deleted"


class FeedLost(Exception):
    """Deliveries may have gone astray: the connection or the durable changed."""


class Feed:
    """Deliveries of one durable on the current connection.

    Once one has come, others are waited for `gather_seconds`, to be handed over with it.
    """

    def __init__(
        self, bus: Bus, durable: Durable, batch_size: int, *, gather_seconds: float
    ) -> None:
        self._bus = bus
        self._durable = durable
        self._batch_size = batch_size
        self._gather_seconds = gather_seconds
        self._generation = bus.generation
        self._arrived: deque[Msg] = deque()
        self._news = asyncio.Event()
        self._wanted = 0
        self._heard_at = 0.0
        self._failure: Exception | None = None
        self._inbox: Subscription | None = None

    async def __aenter__(self) -> Self:
        """Open a private inbox. Raises BusDisconnected."""
        self._inbox = await self._bus.inbox(self._receive)
        self._heard_at = self._now()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the inbox: the server forgets what is still asked for."""
        if self._inbox is not None and self._bus.connected:
            await self._inbox.unsubscribe()

    async def next_batch(self, patience_seconds: float) -> list[Msg]:
        """What has arrived, at most a batch, in order; empty when nothing came in that time.

        Raises FeedLost, DurableMissing or BusDisconnected.
        """
        await self._ask()
        if not self._arrived:
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), min(patience_seconds, HEARTBEAT_SECONDS))
            except TimeoutError:
                self._check_alive()
            if 0 < len(self._arrived) < self._batch_size:
                await asyncio.sleep(self._gather_seconds)
        if self._failure is not None and not self._arrived:
            raise self._failure
        count = min(len(self._arrived), self._batch_size)
        return [self._arrived.popleft() for _ in range(count)]

    async def acknowledge(self, message: Msg) -> None:
        """Say that everything up to this message is folded."""
        await self._bus.publish(message.reply, b"+ACK")

    async def _ask(self) -> None:
        if self._bus.generation != self._generation:
            raise FeedLost("the connection changed")
        if self._inbox is None or self._wanted >= self._batch_size:
            return
        request = {
            "batch": self._batch_size,
            "expires": EXPIRES_SECONDS * NANOSECONDS,
            "idle_heartbeat": HEARTBEAT_SECONDS * NANOSECONDS,
        }
        subject = f"$JS.API.CONSUMER.MSG.NEXT.{self._durable.stream}.{self._durable.name}"
        self._wanted += self._batch_size
        await self._bus.publish(subject, json.dumps(request).encode(), reply=self._inbox.subject)

    def _check_alive(self) -> None:
        if not self._bus.connected:
            raise BusDisconnected("NATS is not connected")
        if self._now() - self._heard_at > SILENT_HEARTBEATS * HEARTBEAT_SECONDS:
            raise FeedLost("no heartbeat")

    async def _receive(self, message: Msg) -> None:
        self._heard_at = self._now()
        if message.reply:
            self._wanted -= 1
            self._arrived.append(message)
            self._news.set()
            return
        headers = message.headers or {}
        self._note_status(headers.get("Status", ""), headers)

    def _note_status(self, status: str, headers: dict[str, str]) -> None:
        if status == HEARTBEAT:
            return
        returned = headers.get("Nats-Pending-Messages")
        if status == NO_RESPONDERS or DELETED in headers.get("Description", "").lower():
            self._failure = DurableMissing(f"durable {self._durable.name}: gone")
        elif status in {NO_MESSAGES, EXPIRED, CONFLICT} and returned is not None:
            self._wanted -= int(returned)
        else:
            self._failure = FeedLost(f"status {status}")
        self._news.set()

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()
