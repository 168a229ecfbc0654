"""The broker of a service: one NatsBroker, with every default that loses data set explicitly.

What FastStream would do on its own, and does not here:

- 60 attempts to reconnect, then a loop that never yields → `max_reconnect_attempts=-1`;
- a connection that was closed for good is kept, and nothing is ever received again → `stop`;
- `stream="NAME"` re-declares the stream with FastStream's defaults → `JStream(declare=False)`;
- an exception in a handler terminates the message → `NACK_ON_ERROR`, and a delay by `HandBack`;
- pull inboxes ignore the connection's prefix → `inbox_prefix` given twice.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from types import TracebackType

from faststream.nats import NatsBroker
from faststream.nats.security import NatsNKey

from services.chassis.nats.connection import Bus, connection_options
from services.chassis.reactions.middlewares.hand_back import HandBack
from services.chassis.reactions.middlewares.heartbeat import Heartbeat
from services.chassis.reactions.middlewares.throttle import Throttle

GRACE_SECONDS = 10.0


class ServiceBroker(NatsBroker):
    """The connection of one service's reactions; it may be connected again once it is stopped."""

    async def stop(
        self,
        exc_type: type[BaseException] | None = None,
        exc_val: BaseException | None = None,
        exc_tb: TracebackType | None = None,
    ) -> None:
        """Let handlers finish and disconnect. Raises what draining raises.

        A connection that nats-py closed, or has lost, cannot be drained, and FastStream would
        then keep it: `connect` would return it for ever.
        """
        connection = self._connection
        try:
            await super().stop(exc_type, exc_val, exc_tb)
        finally:
            self._connection = None
            self.config.disconnect()
            if connection is not None and not connection.is_closed:
                await connection.close()


def broker_of(
    bus: Bus,
    ack_wait_seconds: float,
    *,
    on_disconnected: Callable[[], Awaitable[None]],
    on_reconnected: Callable[[], Awaitable[None]],
) -> ServiceBroker:
    """The broker of the service that `bus` belongs to, not connected.

    `on_reconnected`: once its connection is there again, with its subscriptions.
    """
    return ServiceBroker(
        bus.url,
        security=NatsNKey.from_seed(bus.seed),
        inbox_prefix=bus.inbox_prefix,
        error_cb=bus.error,
        disconnected_cb=on_disconnected,
        reconnected_cb=on_reconnected,
        # of each delivery, from outside; FastStream puts its acknowledgement around them. Within
        # are the steps of an event, or what takes many: see `subscribers`
        middlewares=(
            HandBack,
            partial(Heartbeat, every_seconds=ack_wait_seconds / 3),
            Throttle,
        ),
        graceful_timeout=GRACE_SECONDS,
        # handlers are given what they ask for; the event was validated as it was decoded
        serializer=None,
        logger=None,
        **connection_options(bus.service),
    )
