"""`python -m tests.bench [NAME…]`: measure, print the table, fail when a target is missed."""

import asyncio
import statistics
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import psutil

from deploy.operations.where import settings_for
from services.chassis.settings import Settings
from tests.bench.footprint import memory_mb, seconds_until_ready, wait_ready
from tests.bench.latency import PER_SECOND, Real, measure_floor, running_floor
from tests.bench.report import Figure, percentile, table
from tests.bench.world import make_world
from tests.support.processes import passerelle
from tests.support.servers import own_folder, running_nats

ROUNDS = 3
POSTS_A_ROUND = 2 * PER_SECOND
WARM_UP = 100


async def start() -> list[Figure]:
    """First and later start, without a demo."""
    with own_folder("bench") as folder:
        first = await seconds_until_ready(folder / "data")
        later = statistics.median([await seconds_until_ready(folder / "data") for _ in range(3)])
    return [
        Figure("ready, first start", first, 6, "s", "databases and streams are made"),
        Figure("ready, later start", later, 3, "s", "median of 3"),
    ]


async def live() -> list[Figure]:
    """Latency, CPU and memory of a running `up` under a steady load."""
    with own_folder("bench") as folder:
        async with passerelle("up", "--data", str(folder / "data")) as command:
            address = await command.address()
            await wait_ready(address)
            settings = settings_for(folder / "data")
            figures = await _latency(settings, folder, psutil.Process(command.pid))
            figures.append(
                Figure("memory of up (PSS)", memory_mb(command), 350, "MB", "after the load")
            )
    return figures


async def _latency(settings: Settings, folder: Path, process: psutil.Process) -> list[Figure]:
    count = ROUNDS * POSTS_A_ROUND + WARM_UP
    world = await make_world(settings, placements=2 * count)
    real = Real(settings, world)
    (folder / "nats").mkdir()
    to_confirm, to_replay = world.placements[:count], world.placements[count:]
    medians: list[tuple[float, float]] = []
    async with (
        running_nats(folder / "nats") as server,
        running_floor(settings, server, to_replay, folder) as port,
    ):
        await measure_floor(port, range(WARM_UP))
        await real.measure(to_confirm[:WARM_UP])
        cpu = 0.0
        for first in range(WARM_UP, count, POSTS_A_ROUND):
            floor = await measure_floor(port, range(first, first + POSTS_A_ROUND))
            before = sum(process.cpu_times()[:2])
            passed = await real.measure(to_confirm[first : first + POSTS_A_ROUND])
            cpu += sum(process.cpu_times()[:2]) - before
            medians.append((percentile(floor, 50), percentile(passed, 50)))
            _tell(floor, passed)
    return _figures(medians, cpu / (ROUNDS * POSTS_A_ROUND))


def _tell(floor: list[float], real: list[float]) -> None:
    for name, values in (("floor", floor), ("real", real)):
        shown = " ".join(f"p{p} {percentile(values, p) * 1000:.1f}" for p in (50, 95, 99))
        print(f"  {name:<6}{shown} ms", flush=True)


def _figures(medians: list[tuple[float, float]], cpu_seconds: float) -> list[Figure]:
    ratio = statistics.median(real / floor for floor, real in medians)
    floor, real = (statistics.median(column) * 1000 for column in zip(*medians, strict=True))
    return [
        Figure(
            f"POST → SSE p50 at {PER_SECOND}/s ÷ floor",
            ratio,
            2.5,
            "",
            f"{real:.1f} ms ÷ {floor:.1f} ms, medians of {ROUNDS} rounds",
        ),
        Figure("CPU of up per POST", cpu_seconds * 1000, 4, "ms", "whole process"),
    ]


BENCHES: dict[str, Callable[[], Awaitable[list[Figure]]]] = {"start": start, "live": live}


async def main(names: list[str]) -> int:
    """Run the named benches, all by default; 1 when a target is missed."""
    figures: list[Figure] = []
    for name in names or BENCHES:
        print(f"{name}…", flush=True)
        figures += await BENCHES[name]()
    print(f"\n{table(figures)}")
    return 0 if all(figure.met for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
