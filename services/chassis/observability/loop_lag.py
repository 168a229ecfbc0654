"""How late the event loop is: all services of a process share it, and one can hold up all.

Lateness is what people feel, and a busy machine causes it too. So the processor time that the
loop's own thread took meanwhile is kept beside it: no more than that can be our doing.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Histogram, ProcessCollector

LOOK_SECONDS = 0.1
HELD_SECONDS_MAX = 0.02
"""Nothing of ours holds the loop longer: `make bench ARGS=loop` says so."""
LATE_SECONDS = (0.001, 0.005, 0.01, HELD_SECONDS_MAX, 0.05, 0.1, 0.25, 1.0, 5.0)


@dataclass
class Process:
    """What is measured of this process, whichever services it runs."""

    registry: CollectorRegistry = field(default_factory=CollectorRegistry)

    def __post_init__(self) -> None:
        ProcessCollector(registry=self.registry)
        self.late = Histogram(
            "passerelle_loop_late_seconds",
            "How late the event loop came back to what was due.",
            buckets=LATE_SECONDS,
            registry=self.registry,
        )
        self.held = Histogram(
            "passerelle_loop_held_seconds",
            "The part of it that the loop spent on the processor: a step of ours held it.",
            buckets=LATE_SECONDS,
            registry=self.registry,
        )

    async def watch(self, look_seconds: float = LOOK_SECONDS) -> None:
        """Measure until cancelled, so often; 0 looks between any two steps of the loop."""
        loop = asyncio.get_running_loop()
        while True:
            due, busy = loop.time() + look_seconds, time.thread_time()
            await asyncio.sleep(look_seconds)
            late = max(0.0, loop.time() - due)
            self.late.observe(late)
            self.held.observe(min(late, time.thread_time() - busy))


@dataclass
class _Shared:
    process: Process = field(default_factory=Process)
    watching: asyncio.Task[None] | None = None
    users: int = 0


_shared = _Shared()


def process() -> Process:
    """The measure of this process."""
    return _shared.process


@asynccontextmanager
async def loop_watched() -> AsyncIterator[None]:
    """Measure meanwhile; the services of one process share one watch."""
    _shared.users += 1
    if _shared.watching is None:
        _shared.watching = asyncio.create_task(_shared.process.watch(), name="loop-watch")
    try:
        yield
    finally:
        _shared.users -= 1
        if _shared.users == 0:
            watching, _shared.watching = _shared.watching, None
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
