"""The relay: publishes the journal on the bus, in order, and marks what the bus has kept.

One loop per (database, stream), in the one process that leads (`services.chassis.database.leadership`).
A row is marked only once the server says it is on disk; a relay that dies in between publishes
again, and the server recognises `Nats-Msg-Id`. Rows are never deleted.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import nats.errors
import structlog

from contracts.event import AUDIENCES, Audience
from contracts.published import published
from contracts.streams import stream_name
from services.chassis.base import background_throttle
from services.chassis.base.failpoints import failpoint
from services.chassis.database.engine import Database
from services.chassis.database.leadership import Duty, Leadership, Session
from services.chassis.nats.connection import Bus, BusDisconnected
from services.chassis.nats.stream_marks import StreamAbsent, follow_stream
from services.chassis.observability import tracing
from services.chassis.outbox.publication import NotKept, Outcome, Row, publish
from services.chassis.unit_of_work.scheduled_jobs import TimedWorker

log = structlog.get_logger(__name__)

BATCH_ROWS = 1000
BATCH_BYTES = 4 * 1024 * 1024
GATHER_SECONDS = 0.1
POLL_SECONDS = 2.5
"""Safety net: a commit wakes the relay, this finds what a lost wake-up left behind."""
RETRY_SECONDS = (0.1, 0.5, 1.0, 2.0, 5.0)
"""Waits after a failure; the last one repeats."""
STREAM_CHECK_SECONDS = 5.0

_UNSENT = """
SELECT position, subject, headers, payload, resends FROM (
    SELECT *, sum(octet_length(payload)) OVER (ORDER BY position) - octet_length(payload) AS before
    FROM (
        SELECT position, subject, headers, payload, resends FROM journal
        WHERE audience = $1 AND sent_at IS NULL AND send_error IS NULL
        ORDER BY position LIMIT $2
    ) AS oldest
) AS counted
WHERE before < $3 ORDER BY position
"""
# One statement for both: what is marked as sent, and how far the stream is known to reach.
_MARK_SENT = """
WITH sent AS (UPDATE journal SET sent_at = $1 WHERE position = ANY($2::bigint[]))
UPDATE stream_marks SET last_sequence = greatest(last_sequence, $4) WHERE stream = $3
"""
_MARK_REFUSED = "UPDATE journal SET send_error = $1 WHERE position = $2"


def now_utc() -> datetime:
    """The time of the machine."""
    return datetime.now(UTC)


@dataclass
class StreamRelay:
    """Drains the journal of one audience into its stream."""

    bus: Bus
    service: str
    audience: Audience
    stream: str
    clock: Callable[[], datetime] = now_utc
    problem: str | None = None
    """Why rows do not leave at the moment; None when all is well."""
    _woken: asyncio.Event = field(default_factory=asyncio.Event)
    _generation: int = -1
    _checked_at: float = float("-inf")
    _last_sequence: int = 0

    def wake(self) -> None:
        """Look at the journal now."""
        self._woken.set()

    async def run(self, session: Session) -> None:
        """Publish until cancelled; raises when the database is lost, never for the bus."""
        failures = 0
        while True:
            self._woken.clear()
            try:
                await self._drain(session)
            except BusDisconnected:
                self.problem = "bus-disconnected"
                await self.bus.wait_connected()
            except (NotKept, StreamAbsent, nats.errors.Error) as error:
                self.problem = str(error) or type(error).__name__
                log.warning("relay.waiting", stream=self.stream, reason=self.problem)
                await asyncio.sleep(RETRY_SECONDS[min(failures, len(RETRY_SECONDS) - 1)])
                failures += 1
            else:
                self.problem, failures = None, 0
                await self._wait_for_work()

    async def _wait_for_work(self) -> None:
        try:
            async with asyncio.timeout(POLL_SECONDS):
                await self._woken.wait()
        except TimeoutError:
            return

    async def _drain(self, session: Session) -> None:
        while rows := await self._gathered(session):
            failpoint("relay.before_publish")
            since = tracing.started()
            outcome = await publish(self.bus, self.stream, rows)
            self._trace(rows, outcome, since)
            failpoint("relay.after_publish")
            await self._mark(session, outcome)
            if outcome.failure is not None or self._went_back(outcome):
                self._checked_at = float("-inf")
            if outcome.failure is not None:
                raise outcome.failure
            if not _is_full(rows) and not self._woken.is_set():
                return

    async def _gathered(self, session: Session) -> Sequence[Row]:
        """What is to be sent; while commands are many, the bureau's facts gather for a moment.

        No open page waits for them, and each batch costs two statements and an fsync.
        """
        if self.audience == "bureau":
            await background_throttle.PROCESS.let_pass(GATHER_SECONDS)
        return await self._unsent_in_a_known_stream(session)

    def _trace(self, rows: Sequence[Row], outcome: Outcome, since_ns: int) -> None:
        if tracing.is_on():
            kept = set(outcome.kept)
            headers = (row.headers for row in rows if row.position in kept)
            tracing.tell_events(self.service, "send", headers, kind="producer", since_ns=since_ns)

    async def _follow(self, session: Session) -> None:
        """Notice a stream that was recreated or went back in time, before adding to it."""
        loop_time = asyncio.get_running_loop().time()
        same_connection = self._generation == self.bus.generation
        if same_connection and loop_time - self._checked_at < STREAM_CHECK_SECONDS:
            return
        generation = self.bus.generation
        await follow_stream(session, self.bus, self.audience, self.stream)
        self._generation, self._checked_at = generation, loop_time

    def _went_back(self, outcome: Outcome) -> bool:
        """Whether the stream numbers as if what we had put there were gone."""
        if not outcome.kept:
            return False
        known, self._last_sequence = self._last_sequence, outcome.last_sequence
        return not outcome.duplicates and outcome.last_sequence <= known

    async def _unsent_in_a_known_stream(self, session: Session) -> Sequence[Row]:
        await self._follow(session)
        found = await session.fetch(_UNSENT, self.audience, BATCH_ROWS, BATCH_BYTES)
        return [Row.read(record) for record in found]

    async def _mark(self, session: Session, outcome: Outcome) -> None:
        failpoint("relay.before_mark")
        if outcome.kept:
            await session.execute(
                _MARK_SENT, self.clock(), outcome.kept, self.stream, outcome.last_sequence
            )
        for position, reason in outcome.refused:
            log.error("relay.row_refused", stream=self.stream, position=position, reason=reason)
            await session.execute(_MARK_REFUSED, reason, position)
        failpoint("relay.after_mark")


def _is_full(rows: Sequence[Row]) -> bool:
    """Whether the query was cut short, hence more rows may wait."""
    return len(rows) == BATCH_ROWS or sum(len(row.payload) for row in rows) >= BATCH_BYTES


def audiences_of(service: str) -> list[Audience]:
    """The audiences a service publishes to; it has no business with the other streams."""
    spoken = {event.audience() for event in published() if event.service() == service}
    return [audience for audience in AUDIENCES if audience in spoken]


class Relay:
    """What one service does once, wherever it runs: publish its journal, do its timed work."""

    def __init__(
        self,
        database: Database,
        bus: Bus,
        *,
        service: str,
        department: str,
        timed: TimedWorker | None = None,
        clock: Callable[[], datetime] = now_utc,
    ) -> None:
        self._bus = bus
        self._subject = f"wake.{service}"
        self._streams = [
            StreamRelay(bus, service, audience, stream_name(audience, department), clock)
            for audience in audiences_of(service)
        ]
        duties: list[Duty] = [stream.run for stream in self._streams]
        if timed is not None:
            duties.append(timed.run)
        self.leadership = Leadership(database.relay_dsn, service, duties)
        self._hints: set[asyncio.Task[bool]] = set()

    async def start(self) -> None:
        """Stand for leader in the background; needs neither PostgreSQL nor NATS to be up."""

        async def woken(_: object) -> None:
            self._wake_here()

        await self._bus.subscribe(self._subject, woken)
        self.leadership.start()

    async def stop(self) -> None:
        """Stop, and let another process lead at once; what is unsent waits in the journal."""
        await self.leadership.stop()

    def wake(self) -> None:
        """Have the leader look at its work now, whichever process it is."""
        if self.leadership.leading:
            self._wake_here()
            return
        hint = asyncio.create_task(self._bus.signal(self._subject))
        self._hints.add(hint)
        hint.add_done_callback(self._hints.discard)

    def _wake_here(self) -> None:
        for stream in self._streams:
            stream.wake()

    @property
    def problems(self) -> dict[str, str]:
        """What does not work at the moment, by stream or `leadership`; empty when all is well."""
        found = {stream.stream: stream.problem for stream in self._streams if stream.problem}
        if self.leadership.problem:
            found["leadership"] = self.leadership.problem
        return found
