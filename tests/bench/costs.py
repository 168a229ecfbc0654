"""What a request to a registry of companies costs its processes, whichever software answers."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import httpx2
import psutil

from tests.bench.report import percentile
from tests.support.waiting import eventually

COMPANIES = 10_000
WARM_UP = 20
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


async def calm(used: Callable[[], float]) -> None:
    """Wait until processes have done what they began before, such as compiling templates.

    `used`: the processor time they used so far, in seconds.
    """

    async def is_calm() -> bool:
        before = used()
        await asyncio.sleep(CALM_SECONDS)
        return used() - before < CALM_SECONDS * CALM_SHARE

    await eventually(is_calm)


async def cost(ask: Ask, requests: int, roots: Sequence[psutil.Process], *, first: int = 0) -> Cost:
    """Ask one after the other; the first are not counted (caches, plans of statements)."""
    for number in range(first, first + WARM_UP):
        _answered(await ask(number))
    waits = []
    before = family_seconds(roots)
    for number in range(first + WARM_UP, first + WARM_UP + requests):
        began = time.perf_counter()
        answer = await ask(number)
        waits.append(time.perf_counter() - began)
        _answered(answer)
    used = family_seconds(roots) - before
    milliseconds = [wait * 1000 for wait in waits]
    return Cost(used / requests * 1000, percentile(milliseconds, 50), percentile(milliseconds, 95))


def _answered(answer: httpx2.Response) -> None:
    assert answer.status_code < httpx2.codes.BAD_REQUEST, answer.text[:2000]
