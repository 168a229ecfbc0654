"""The connection of one service to NATS: core publish, request and subscribe.

NATS is never on the path of a request. A service starts, serves and stops with NATS dead: the
connection is kept by a task of its own that retries for ever, and every subscription asked for
is made again on each new connection.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

import nats.errors
import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription

from services.chassis.base.cancellation import end, heed_cancellation
from services.chassis.nats.refusals import refusal_of, refuse_older

if TYPE_CHECKING:
    from services.chassis.base.settings import Settings
    from services.chassis.security.credentials import ServiceCredentials

log = structlog.get_logger(__name__)

Listener = Callable[[Msg], Awaitable[None]]

RECONNECT_WAIT_SECONDS = 0.25
LOOK_AGAIN_SECONDS = 0.05
CONNECT_TIMEOUT_SECONDS = 2
PING_INTERVAL_SECONDS = 20
DRAIN_TIMEOUT_SECONDS = 3
REQUEST_TIMEOUT_SECONDS = 5.0
HEARD_TIMEOUT_SECONDS = 2


def connection_options(service: str) -> dict[str, Any]:
    """Options of every connection a service opens to NATS, ours and FastStream's."""
    return {
        "name": service,
        # the default gives up after 60 attempts and closes the client for good
        "max_reconnect_attempts": -1,
        "allow_reconnect": True,
        "reconnect_time_wait": RECONNECT_WAIT_SECONDS,
        "connect_timeout": CONNECT_TIMEOUT_SECONDS,
        "ping_interval": PING_INTERVAL_SECONDS,
        "drain_timeout": DRAIN_TIMEOUT_SECONDS,
    }


class BusDisconnected(ConnectionError):
    """NATS cannot be reached at the moment; what was to be said was not sent."""


class Bus:
    """One service's connection to NATS, kept alive in the background.

    `generation` grows by one with every new connection, so that whoever pulls can notice that
    messages in flight may have been lost.
    """

    def __init__(self, url: str, service: str, seed: str) -> None:
        self.url = url
        self.service = service
        self.generation = 0
        self.seed = seed
        self._client: Client | None = None
        self._task: asyncio.Task[None] | None = None
        self._connected = asyncio.Event()
        self._closed = asyncio.Event()
        self._stopping = False
        self._refusal: str | None = None
        self._listeners: dict[tuple[str, Listener], str] = {}
        self._heard: dict[tuple[str, Listener], Subscription] = {}
        self._asking = asyncio.Lock()
        self._on_connected: list[Callable[[], None]] = []

    @classmethod
    async def connect(cls, settings: Settings, credentials: ServiceCredentials) -> Bus:
        """Start connecting and return at once; NATS may come up later, or not at all."""
        bus = cls(settings.nats_url, credentials.service, credentials.nats_seed)
        bus.start()
        return bus

    def start(self) -> None:
        """Start the task that keeps the connection."""
        self._task = asyncio.create_task(self._keep_connected(), name=f"bus-{self.service}")

    @property
    def inbox_prefix(self) -> str:
        """The private prefix under which replies to this service arrive, without final dot."""
        return f"_INBOX.{self.service}"

    @property
    def connected(self) -> bool:
        """Whether NATS can be reached now."""
        return self._client is not None and self._client.is_connected

    @property
    def refusal(self) -> str | None:
        """Why NATS does not let us in, when it is there and does not; one of `bus_refusals`."""
        return None if self.connected else self._refusal

    @property
    def client(self) -> Client:
        """The nats-py client. Raises BusDisconnected while there is no connection."""
        if self._client is None or not self._client.is_connected:
            raise BusDisconnected("NATS is not connected")
        return self._client

    async def wait_connected(self) -> None:
        """Wait until NATS answers; for ever once the bus is closed. Others have a turn in any case."""
        await asyncio.sleep(0)
        await self._connected.wait()
        while not self.connected:
            # nats-py knows before it calls us back: who tries again at once would hold the loop
            await asyncio.sleep(LOOK_AGAIN_SECONDS)
            await self._connected.wait()

    def on_connected(self, callback: Callable[[], None]) -> None:
        """Call back after every new connection, the first one included."""
        self._on_connected.append(callback)
        if self.connected:
            callback()

    async def publish(
        self,
        subject: str,
        payload: bytes = b"",
        *,
        headers: Mapping[str, str] | None = None,
        reply: str = "",
    ) -> None:
        """Publish on core NATS. Raises BusDisconnected instead of buffering.

        nats-py would keep the bytes and send them after a reconnection, when the caller has
        already counted the message as not sent.
        """
        await self.client.publish(subject, payload, reply=reply, headers=dict(headers or {}))

    async def signal(self, subject: str, payload: bytes = b"") -> bool:
        """Publish a hint that may be lost; says whether it left."""
        try:
            await self.publish(subject, payload)
        except (BusDisconnected, nats.errors.Error, OSError):
            return False
        return True

    async def request(
        self,
        subject: str,
        payload: bytes = b"",
        *,
        timeout: float = REQUEST_TIMEOUT_SECONDS,
        headers: Mapping[str, str] | None = None,
    ) -> Msg:
        """Ask and wait for one reply. Raises BusDisconnected, or nats.errors.TimeoutError."""
        try:
            message: Msg = await self.client.request(
                subject, payload, timeout=timeout, headers=dict(headers or {})
            )
        finally:
            # nats-py also forgets one that meets its flush, and then waits until the time is out
            heed_cancellation()
        return message

    async def subscribe(self, subject: str, listener: Listener, *, queue: str = "") -> None:
        """Listen to a core subject, on this connection and on all that follow.

        Of those who name the same `queue`, one gets each message. While NATS answers, whatever
        anybody says after this returned is heard.
        """
        self._listeners[subject, listener] = queue
        if self.connected:
            # a connection that breaks meanwhile is made again, and says so when it hears
            with contextlib.suppress(nats.errors.Error, OSError):
                await self._hear_all(self.client)

    async def unsubscribe(self, subject: str, listener: Listener) -> None:
        """Listen no longer; what was received is still handed over."""
        self._listeners.pop((subject, listener), None)
        subscription = self._heard.pop((subject, listener), None)
        if subscription is not None:
            # cut off, nats-py would ask for it again as it comes back
            leave = subscription.drain if self.connected else subscription.unsubscribe
            with contextlib.suppress(nats.errors.Error, OSError):
                await leave()  # type: ignore[no-untyped-call] # nats-py leaves it bare

    async def inbox(self, listener: Listener) -> Subscription:
        """Open a private reply subject on the current connection; its name is `.subject`."""
        client = self.client
        return await client.subscribe(client.new_inbox(), cb=listener)

    async def close(self) -> None:
        """Drain (deliver what is being delivered, flush what was published) and disconnect."""
        self._stopping = True
        if self._task is not None:
            await end(self._task)
        client, self._client = self._client, None
        self._connected.clear()
        if client is not None and client.is_connected:
            with contextlib.suppress(nats.errors.Error, OSError, asyncio.TimeoutError):
                await asyncio.wait_for(client.drain(), DRAIN_TIMEOUT_SECONDS + 1)
        if client is not None and not client.is_closed:
            with contextlib.suppress(nats.errors.Error, OSError):
                await client.close()

    async def _keep_connected(self) -> None:
        while not self._stopping:
            client = Client()
            self._closed.clear()
            try:
                await client.connect(**self._options())
                heed_cancellation()
                refuse_older(client)
                self._heard.clear()
                await self._hear_all(client)
                self._client = client
                self._announce()
                await self._closed.wait()
            except (TimeoutError, nats.errors.Error, OSError) as error:
                self._refusal = refusal_of(error, self._refusal)
                log.warning("bus.connect_failed", service=self.service, reason=repr(error))
                await asyncio.sleep(RECONNECT_WAIT_SECONDS)
            except Exception:  # of nats-py too: the bus must not be lost until a restart
                log.exception("bus.broken", service=self.service)
                await asyncio.sleep(RECONNECT_WAIT_SECONDS)
            finally:
                self._connected.clear()
                if self._client is not client and not client.is_closed:
                    with contextlib.suppress(Exception):  # given up, however it ends
                        await client.close()

    def _options(self) -> dict[str, Any]:
        return {
            **connection_options(self.service),
            "servers": self.url,
            "nkeys_seed_str": self.seed,
            "inbox_prefix": self.inbox_prefix.encode(),
            "error_cb": self.error,
            "disconnected_cb": self._disconnected,
            "reconnected_cb": self._reconnected,
            "closed_cb": self._client_closed,
        }

    async def _hear_all(self, client: Client) -> None:
        """Listen to what is not listened to yet, and wait until the server knows.

        A subscription travels behind our back: what others say before the server has read it
        is lost, and so is what nobody asked this connection for because it was down.
        """
        async with self._asking:
            while missing := [one for one in self._listeners if one not in self._heard]:
                for subject, listener in missing:
                    self._heard[subject, listener] = await client.subscribe(
                        subject, queue=self._listeners[subject, listener], cb=listener
                    )
                await client.flush(HEARD_TIMEOUT_SECONDS)
                heed_cancellation()

    def _announce(self) -> None:
        if self._stopping:  # it came back while we took our leave
            return
        self.generation += 1
        self._refusal = None
        self._connected.set()
        log.info("bus.connected", service=self.service)
        for callback in self._on_connected:
            callback()

    async def error(self, error: Exception) -> None:
        """Log what NATS refuses or fails at; a nats-py error callback."""
        self._refusal = refusal_of(error, self._refusal)
        # a refused subject is only told here: to the caller it looks like a timeout
        if "permissions violation" in str(error).lower():
            log.error("bus.permission_refused", service=self.service, reason=str(error))
        else:
            log.warning("bus.error", service=self.service, reason=repr(error))
        # a client that was closed while it dialled may have missed it, and would dial for ever
        heed_cancellation()

    async def _disconnected(self) -> None:
        self._connected.clear()
        if not self._stopping:
            log.warning("bus.disconnected", service=self.service)

    async def _reconnected(self) -> None:
        if self._client is not None:  # else it broke while we greeted it, which begins again
            await self._hear_all(self._client)
            self._announce()

    async def _client_closed(self) -> None:
        error = self._client.last_error if self._client else None
        self._refusal = refusal_of(error, self._refusal)
        self._closed.set()
