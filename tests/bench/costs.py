"""What a request to a registry of companies costs its processes, whichever software answers."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

import httpx2
import psutil

from tests.bench.report import percentile
from tests.support.waiting import PATIENCE_SECONDS, eventually

COMPANIES = 10_000
WARM_UP = 20
TURNS = 4
CALM_SECONDS, CALM_SHARE = 1.0, 0.3
"""Processes that use less of a processor than this share are calm: mails go on leaving slowly."""


@dataclass(frozen=True)
class Cost:
    """Of one kind of request: processor time of all processes, and how long one client waits (ms)."""

    cpu: float
    median: float
    p95: float


Ask = Callable[[int], Awaitable[httpx2.Response]]


def family_seconds(roots: Sequence[psutil.Process]) -> float:
    """Processor time used so far by these processes and all they started, the ended ones included."""
    total = 0.0
    for root in roots:
        for process in (root, *root.children(recursive=True)):
            try:
                times = process.cpu_times()
            except psutil.NoSuchProcess:  # its parent counts it from now on
                continue
            total += times.user + times.system + times.children_user + times.children_system
    return total


async def calm(used: Callable[[], float], *, within_seconds: float = PATIENCE_SECONDS) -> None:
    """Wait until processes have done what they began before, such as compiling templates.

    `used`: the processor time they used so far, in seconds.
    """

    async def is_calm() -> bool:
        before = used()
        await asyncio.sleep(CALM_SECONDS)
        return used() - before < CALM_SECONDS * CALM_SHARE

    await eventually(is_calm, within_seconds=within_seconds)


@dataclass
class _Tally:
    """What was measured so far of one kind of request."""

    ask: Ask
    roots: Sequence[psutil.Process]
    used: float = 0.0
    waits: list[float] = field(default_factory=list)

    async def ask_all(self, numbers: Sequence[int]) -> None:
        """Ask one after the other."""
        before = family_seconds(self.roots)
        for number in numbers:
            began = time.perf_counter()
            answer = await self.ask(number)
            self.waits.append(time.perf_counter() - began)
            _answered(answer)
        self.used += family_seconds(self.roots) - before

    def cost(self) -> Cost:
        """Of one request."""
        milliseconds = [wait * 1000 for wait in self.waits]
        cpu = self.used / len(self.waits) * 1000
        return Cost(cpu, percentile(milliseconds, 50), percentile(milliseconds, 95))


async def costs_in_turns(
    asked: Mapping[str, tuple[Ask, Sequence[psutil.Process]]], requests: int
) -> Mapping[str, Cost]:
    """Several asked for the same, a part of it each in turn: what a busy machine does to one it does
    to the others. The first requests are not counted (caches, plans of statements).
    """
    for ask, _ in asked.values():
        for number in range(WARM_UP):
            _answered(await ask(number))
    tallies = {name: _Tally(*one) for name, one in asked.items()}
    step = -(-requests // TURNS)
    for first in range(WARM_UP, WARM_UP + requests, step):
        for tally in tallies.values():
            await tally.ask_all(range(first, min(first + step, WARM_UP + requests)))
    return {name: tally.cost() for name, tally in tallies.items()}


async def cost(ask: Ask, requests: int, roots: Sequence[psutil.Process]) -> Cost:
    """The same of one alone."""
    return (await costs_in_turns({"": (ask, roots)}, requests))[""]


def _answered(answer: httpx2.Response) -> None:
    assert answer.status_code < httpx2.codes.BAD_REQUEST, answer.text[:2000]
