"""Running a projection: one active reader per read model, whichever replica it is.

The reader holds an advisory lock on the very connection it folds on: if that connection breaks,
both the lock and the fold under way are gone, and a paused reader cannot commit behind another.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime

import nats.errors
import structlog
from nats.aio.msg import Msg
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.chassis.base.cancellation import end
from services.chassis.base.failpoints import failpoint
from services.chassis.database.engine import Database
from services.chassis.database.infrastructure_errors import is_trouble, lacks_means
from services.chassis.nats.connection import Bus, BusDisconnected
from services.chassis.nats.durable_health import (
    DurableMissing,
    ServerSilent,
    consumer_info,
    durables_ready,
    stream_info,
)
from services.chassis.nats.durables import PROJECTION_ACK_WAIT_SECONDS, Durable
from services.chassis.nats.parse_envelope import Delivery
from services.chassis.observability import tracing
from services.chassis.projections.batch import Folding, Mark
from services.chassis.projections.feed import Feed, FeedLost
from services.chassis.projections.order import Astray, Order, Position, Unanswered
from services.chassis.projections.reader_lock import ReaderLock
from services.chassis.projections.replay import reconsider
from services.chassis.projections.revision import (
    DatabaseOlder,
    read_revision,
    read_watermark,
    refuse_older,
    signal_of,
)
from services.chassis.projections.spec import Projection

log = structlog.get_logger(__name__)

AFTER_TROUBLE_SECONDS = 0.5
IDLE_CHECK_SECONDS = 5.0
UNANSWERED_POLL_SECONDS = 0.25
GATHERING_SECONDS = 2.0

_STILL_THERE = text("SELECT 1")

WAITABLE = (BusDisconnected, ServerSilent, DurableMissing, DatabaseOlder, nats.errors.Error)
"""What ends a session until NATS is back, or provisioned."""


class ProjectionRunner:
    """Keeps one read model up to date until stopped. NATS and the database may come and go."""

    def __init__(
        self,
        service: str,
        projection: Projection,
        *,
        bus: Bus,
        database: Database,
        department: str,
        tell: Callable[[bytes], None] = lambda _: None,
        ack_wait_seconds: float = PROJECTION_ACK_WAIT_SECONDS,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`tell` hears of each commit at once: pages open on this process wait for no message."""
        self.projection = projection
        self.durable = projection.description(
            service, department, ack_wait_seconds=ack_wait_seconds
        )
        self._bus = bus
        self.folding = Folding(self.durable.name, projection, clock)
        self._clock = clock
        self._changed = f"changed.{service}.{department}"
        self._tell_here = tell
        self._problem: str | None = f"projection {projection.name}: not started"
        self._lock = ReaderLock(database, self.durable.name, self._note)
        self._task: asyncio.Task[None] | None = None

    @property
    def durables(self) -> tuple[Durable, ...]:
        """The durable the projection reads."""
        return (self.durable,)

    def problems(self) -> tuple[str, ...]:
        """Why the read model does not move, if so. For readiness."""
        if self._task is not None and self._task.done():
            return (f"projection {self.projection.name}: stopped",)
        return (self._problem,) if self._problem else ()

    async def start(self) -> None:
        """Start in the background: waits neither for NATS nor for the database."""
        self._task = asyncio.create_task(self._run(), name=f"projection-{self.projection.name}")

    async def stop(self) -> None:
        """Give up the batch under way, and let another replica read at once."""
        if self._task is not None:
            await end(self._task)

    async def _run(self) -> None:
        while True:
            try:
                async with self._lock.held() as connection:
                    await self._read(connection)
            except WAITABLE as error:
                self._note(str(error) or type(error).__name__)
            except Exception as error:  # noqa: BLE001  noted and tried again: the loop must go on
                with suppress(Exception):  # what it lacked, telling of it may lack too
                    self._note_failure(error)
            await asyncio.sleep(AFTER_TROUBLE_SECONDS)

    def _note_failure(self, error: Exception) -> None:
        if lacks_means(error):
            self._note(f"this process lacks means ({type(error).__name__})")
        elif is_trouble(error):
            self._note("database unreachable")
        else:
            self._note(type(error).__name__)
            log.error("projection.failed", projection=self.projection.name, exc_info=error)

    def _note(self, problem: str | None) -> None:
        problem = problem and f"projection {self.projection.name}: {problem}"
        before, self._problem = self._problem, problem
        if problem != before and problem is not None:
            log.warning("projection.waiting", reason=problem)

    async def _read(self, connection: AsyncConnection) -> None:
        await reconsider(connection, self.folding)
        while True:
            try:
                await self._session(connection)
            except FeedLost as reason:
                log.info("projection.starts_again", consumer=self.durable.name, reason=str(reason))

    async def _session(self, connection: AsyncConnection) -> None:
        """Read on from the watermark until deliveries go astray (FeedLost)."""
        created_at, watermark = await self._begin(connection)
        order = await self._settled(watermark)
        problems = await durables_ready(self._bus, self.durables)
        self._note("; ".join(problems) or None)
        quiet_since = started = self._time()
        wanted = self.projection
        feeding = Feed(
            self._bus, self.durable, wanted.batch_size, gather_seconds=wanted.gather_seconds
        )
        async with feeding as feed:
            while True:
                messages = await feed.next_batch(IDLE_CHECK_SECONDS)
                if messages:
                    await self._fold(connection, feed, order, messages, created_at)
                    quiet_since = self._time()
                elif self._time() - quiet_since > IDLE_CHECK_SECONDS:
                    await connection.execute(_STILL_THERE)
                    await connection.commit()
                    quiet_since = self._time()
                if order.gathering and self._time() - started > self._gathering_seconds:
                    raise FeedLost("what was unanswered does not come again")

    async def _begin(self, connection: AsyncConnection) -> tuple[datetime, int]:
        """Which stream it is, and from where on it is read. Raises DatabaseOlder."""
        if not self._bus.connected:
            self._note("NATS unreachable")
            await self._bus.wait_connected()
        stream = await stream_info(self._bus, self.durable.stream)
        durable = await consumer_info(self._bus, self.durable)
        created_at, acknowledged = _instant(stream["created"]), durable["ack_floor"]["stream_seq"]
        where = self.projection.name, self.durable.stream, created_at
        # What the stream let go of by its age is acknowledged, and missed by nobody.
        if acknowledged >= stream["state"]["first_seq"]:
            await refuse_older(connection, *where, acknowledged)
        watermark = await read_watermark(connection, *where, _instant(durable["created"]))
        revision = await read_revision(connection, self.projection.name)
        await connection.commit()
        # Whoever read before us may have gone between its last commit and telling it.
        if revision:
            await self._tell(revision, watermark)
        return created_at, watermark

    @property
    def _gathering_seconds(self) -> float:
        return GATHERING_SECONDS + 3 * self.durable.ack_wait_seconds

    @staticmethod
    def _time() -> float:
        return asyncio.get_running_loop().time()

    async def _settled(self, watermark: int) -> Order[Msg]:
        """Wait until no delivery made to somebody else is still out, then say what comes next."""
        seen: Unanswered | None = None
        due = self._time()
        while True:
            info = await consumer_info(self._bus, self.durable)
            unanswered = Unanswered(
                last_delivery=info["delivered"]["consumer_seq"],
                last_stream_sequence=info["delivered"]["stream_seq"],
                count=info["num_ack_pending"],
            )
            if not unanswered.matters(watermark):
                return Order(watermark, unanswered)
            if unanswered != seen:
                seen = unanswered
                due = self._time() + self.durable.ack_wait_seconds + UNANSWERED_POLL_SECONDS
            if self._time() >= due:
                return Order(watermark, unanswered)
            await asyncio.sleep(UNANSWERED_POLL_SECONDS)

    async def _fold(
        self,
        connection: AsyncConnection,
        feed: Feed,
        order: Order[Msg],
        messages: Sequence[Msg],
        created_at: datetime,
    ) -> None:
        fresh, last, astray = _in_order(order, messages, self.durable.stream)
        if fresh:
            sequence = fresh[-1].stream_sequence
            mark = Mark(self.durable.stream, created_at, sequence)
            since = tracing.started()
            revision = await self.folding.fold(connection, fresh, mark)
            tracing.tell_events(
                self._bus.service,
                "fold",
                (one.headers for one in fresh),
                kind="consumer",
                since_ns=since,
            )
            failpoint("projection.after_commit")
            await self._tell(revision, sequence)
        if last is not None:
            await feed.acknowledge(last)
        if astray:
            raise FeedLost("a delivery went astray")

    async def _tell(self, revision: int, sequence: int) -> None:
        """Tell open pages, wherever they are served, that there is something to read again."""
        signal = signal_of(self.projection.name, revision, sequence)
        self._tell_here(signal)
        await self._bus.signal(self._changed, signal)


def _in_order(
    order: Order[Msg], messages: Sequence[Msg], stream: str
) -> tuple[list[Delivery], Msg | None, bool]:
    """What to fold, the last message that may be acknowledged, and whether one went astray."""
    fresh: list[Delivery] = []
    highest: tuple[int, Msg] | None = None
    for message in messages:
        position = Position.parse(message.reply)
        try:
            released = order.take(position, message)
        except Astray:
            return fresh, highest and highest[1], True
        fresh += [_delivery(one, sequence, stream) for sequence, one in released]
        if not order.gathering:
            highest = max(
                filter(None, [highest, (position.stream, message), *released]),
                key=lambda one: one[0],
            )
    return fresh, highest and highest[1], False


def _delivery(message: Msg, sequence: int, stream: str) -> Delivery:
    return Delivery(
        subject=message.subject,
        headers=message.headers or {},
        payload=message.data,
        stream=stream,
        stream_sequence=sequence,
    )


def _instant(text_: str) -> datetime:
    """Read the server's RFC 3339 time, to the microsecond PostgreSQL keeps."""
    moment = datetime.fromisoformat(text_[:19] + "+00:00")
    fraction = text_[19:].rstrip("Z").lstrip(".").ljust(6, "0")[:6]
    return moment.replace(microsecond=int(fraction))
