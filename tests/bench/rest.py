"""What `up` spends while nobody asks it anything."""

import time
from collections.abc import Iterator
from functools import partial

import psutil

from tests.bench.costs import calm, family_seconds
from tests.bench.footprint import wait_ready
from tests.bench.report import Figure
from tests.support.processes import passerelle
from tests.support.servers import own_folder
from tests.support.waiting import eventually

SETTLED_AFTER_SECONDS = 90.0
"""What is due is looked for less and less often while nothing comes: after this it is at its slowest."""
WATCHED_SECONDS = 60.0
TARGETS = {"Passerelle": 1.0, "nats-server": 0.5, "PostgreSQL": 0.5}
"""Percent of a processor; together 2."""


async def rest() -> list[Figure]:
    """Of each kind of process, over a minute, without a demonstration, once nothing came for a while."""
    with own_folder("bench", on_disk=True) as folder:
        async with passerelle("up", "--data", str(folder / "data"), anew=True) as command:
            await wait_ready(await command.address())
            root = psutil.Process(command.pid)
            await calm(partial(family_seconds, [root]))
            await _pass(SETTLED_AFTER_SECONDS)
            shares = await _shares(root)
    remark = f"over {WATCHED_SECONDS:.0f} s after {SETTLED_AFTER_SECONDS:.0f}, of a processor"
    each = [
        Figure(f"at rest: {kind}", shares[kind], target, "%", remark)
        for kind, target in TARGETS.items()
    ]
    whole = Figure("at rest: all of up", sum(shares.values()), sum(TARGETS.values()), "%", remark)
    return [*each, whole]


async def _shares(root: psutil.Process) -> dict[str, float]:
    before, began = _used(root), time.perf_counter()
    await _pass(WATCHED_SECONDS)
    seconds = time.perf_counter() - began
    after = _used(root)
    return {kind: (after[kind] - before[kind]) / seconds * 100 for kind in TARGETS}


async def _pass(seconds: float) -> None:
    began = time.perf_counter()

    async def is_over() -> bool:
        return time.perf_counter() - began >= seconds

    await eventually(is_over, within_seconds=2 * seconds)


def _used(root: psutil.Process) -> dict[str, float]:
    """Seconds of processor so far, by kind; a process that ended is counted where it was started."""
    found = dict.fromkeys(TARGETS, 0.0)
    for kind, process in _processes(root):
        times = process.cpu_times()
        found[kind] += times.user + times.system + times.children_user + times.children_system
    return found


def _processes(root: psutil.Process) -> Iterator[tuple[str, psutil.Process]]:
    yield "Passerelle", root
    for process in root.children(recursive=True):
        name = process.name()
        served = "PostgreSQL" if name.startswith("postgres") else "Passerelle"
        yield ("nats-server" if name.startswith("nats") else served), process
