"""The reactions of a running service: its broker connected, its subscribers started, both kept.

NATS and the database may come and go. A subscriber runs only while the server confirms its
durable: FastStream would make a missing one with its own defaults, or poll it in a hot loop.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog

from services.chassis.base.cancellation import end
from services.chassis.database.infrastructure_errors import is_trouble
from services.chassis.nats.connection import Bus
from services.chassis.nats.durable_health import (
    DurableMissing,
    ServerSilent,
    consumer_info,
    differences,
)
from services.chassis.nats.durables import REACTION_ACK_WAIT_SECONDS, Durable
from services.chassis.reactions.broker import GRACE_SECONDS, broker_of
from services.chassis.reactions.group_inbox import GroupInbox, enrol
from services.chassis.reactions.parked_retries import reconsider, retry_what_waits
from services.chassis.reactions.patient_pulls import (
    AFTER_FAILED_PULL_SECONDS,
    PATIENCE,
    Patience,
    PatientBatch,
    PatientPull,
)
from services.chassis.reactions.spec import Reactions
from services.chassis.reactions.subscribers import subscribe
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork

if TYPE_CHECKING:
    from nats.aio.client import Client

    from services.chassis.reactions.subscribers import Subscriber

log = structlog.get_logger(__name__)

RETRY_POLL_SECONDS, QUIET_POLL_SECONDS = 1.0, 5.0
"""How often what is parked is looked at, and whether another replica parked anything."""


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
        patience: Patience = PATIENCE,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._bus = bus
        self._units = units
        self._clock = clock
        self._patience = patience
        self.connection: Client | None = None
        self._broker = broker_of(
            bus,
            ack_wait_seconds,
            on_disconnected=self._look_again,
            on_reconnected=self._pull_again,
        )
        self._inboxes = [GroupInbox(group, units, clock=clock) for group in reactions.groups()]
        self._parked = asyncio.Event()
        for inbox in self._inboxes:
            inbox.on_parked = self._parked.set
        self._subscribers = [
            (self._subscriber(inbox, durable), durable)
            for inbox in self._inboxes
            for durable in [inbox.group.description(department, ack_wait_seconds=ack_wait_seconds)]
        ]
        self._problems = {d.name: f"durable {d.name}: not started" for d in self.durables}
        self._tasks: list[asyncio.Task[None]] = []
        self._pulls: dict[str, PatientPull] = {}

    def _subscriber(self, inbox: GroupInbox, durable: Durable) -> Subscriber:
        waits = self._patience.pull_seconds
        return subscribe(self._broker, inbox, durable, self._bus.inbox_prefix, pull_seconds=waits)

    @property
    def durables(self) -> tuple[Durable, ...]:
        """The durables the groups read."""
        return tuple(durable for _, durable in self._subscribers)

    def problems(self) -> tuple[str, ...]:
        """Groups that do not run as declared, and why. For readiness."""
        return tuple(filter(None, self._problems.values()))

    async def start(self) -> None:
        """Start in the background: waits neither for NATS nor for the database."""
        if self._inboxes:
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
            try:
                # Not `start`, which would start the subscribers whether or not their durables exist.
                self.connection = await self._broker.connect()
                await self._bus.wait_connected()
                await asyncio.gather(*(self._keep(*one) for one in self._subscribers))
            except Exception as error:  # whatever broke, facts must not wait for a restart
                log.warning("reactions.connection_lost", service=self._bus.service, exc_info=error)
            await self._disconnect()
            await asyncio.sleep(AFTER_FAILED_PULL_SECONDS)

    async def _disconnect(self) -> None:
        with contextlib.suppress(Exception):  # it is given up, however it ends
            await asyncio.wait_for(self._broker.stop(), GRACE_SECONDS + 2)

    async def _keep(self, subscriber: Subscriber, durable: Durable) -> None:
        """Run one group's subscriber while its durable exists, until the connection is closed."""
        while self.connection is not None and not self.connection.is_closed:
            try:
                present = await self._check(durable)
                if present is False and subscriber.running:
                    await subscriber.stop()
                if present and not subscriber.running:
                    await self._start(subscriber, durable)
            except Exception as error:  # of a library too: the others go on, this one tries again
                log.warning("reactions.not_started", consumer=durable.name, exc_info=error)
                present, self._problems[durable.name] = None, f"{durable.name}: not started"
            await self._rest(durable, present)

    async def _rest(self, durable: Durable, present: bool | None) -> None:
        """Until the durable is to be looked at again: at once when a pull fails."""
        if not present or (pull := self._pulls.get(durable.name)) is None:
            await asyncio.sleep(AFTER_FAILED_PULL_SECONDS)
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._patience.check_seconds):
                await pull.failed.wait()
                pull.failed.clear()

    async def _look_again(self) -> None:
        for pull in self._pulls.values():
            pull.failed.set()

    async def _pull_again(self) -> None:
        """On a new connection nothing is asked for any more: the server forgot what it was asked."""
        await self._look_again()
        for pull in self._pulls.values():
            pull.ask_again()

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

    async def _start(self, subscriber: Subscriber, durable: Durable) -> None:
        await subscriber.start()
        # FastStream reads this attribute before each pull
        many = subscriber.pull_sub.batch
        patient = (PatientBatch if many else PatientPull)(subscriber.subscription)
        self._pulls[durable.name] = patient
        subscriber.subscription = patient  # type: ignore[assignment] # wraps the pull it had
        log.info("reactions.started", consumer=durable.name)

    async def _retry(self) -> None:
        reconsidered = False
        while True:
            waits = True
            try:
                # At once, whether or not anything comes: what is recorded while the service is away
                # for a moment is no history at its next start.
                await enrol(self._inboxes)
                if not reconsidered:
                    await reconsider(self._units, self._inboxes, self._clock())
                self._parked.clear()
                waits = await retry_what_waits(self._units, self._inboxes, self._clock())
                reconsidered = True
            except Exception as error:  # told, and tried again at the next round
                if not is_trouble(error):
                    log.exception("reactions.retry_failed")
            await (asyncio.sleep(RETRY_POLL_SECONDS) if waits else self._until_parked())

    async def _until_parked(self) -> None:
        """Until this process parks an event; those that follow it are looked at as often as it is."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(QUIET_POLL_SECONDS):
                await self._parked.wait()
