"""`python -m tests.bench [NAME…]`: measure, print the table, fail when a target is missed."""

import asyncio
import statistics
import sys
import traceback
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import psutil
from uvicorn.loops.auto import auto_loop_factory

from deploy.embedded.ports import free_port
from deploy.operations.where import settings_for
from services.chassis.base.settings import Settings
from services.chassis.observability.logging import configure_logging
from tests.bench.consequences import consequences
from tests.bench.costs import calm
from tests.bench.expressions import expressions
from tests.bench.footprint import cpu_seconds, memory_mb, seconds_until_ready, wait_ready
from tests.bench.importing import importing
from tests.bench.latency import (
    PER_SECOND,
    Real,
    answers,
    confirm_steadily,
    measure_floor,
    running_floor,
)
from tests.bench.loading import loading
from tests.bench.loop import loop
from tests.bench.mails import mails
from tests.bench.pages import pages
from tests.bench.registry import registry
from tests.bench.relaying import relay
from tests.bench.report import Figure, failed, heading, keep, percentile
from tests.bench.rest import rest
from tests.bench.searching import searching
from tests.bench.world import World, make_world
from tests.support.processes import passerelle
from tests.support.servers import own_folder, running_nats
from tests.support.waiting import eventually

ROUNDS = 3
POSTS_A_ROUND = 2 * PER_SECOND
WARM_UP = 100
MEASURED = "a confirmed placement"


async def start() -> list[Figure]:
    """First and later start, without a demo."""
    with own_folder("bench", on_disk=True) as folder:
        first = await seconds_until_ready(folder / "data")
        later = statistics.median([await seconds_until_ready(folder / "data") for _ in range(3)])
    return [
        Figure("ready, first start", first, 6, "s", "databases and streams are made"),
        Figure("ready, later start", later, 3, "s", "median of 3"),
    ]


async def live() -> list[Figure]:
    """Latency, CPU and memory of a running `up` under a steady load."""
    with own_folder("bench", on_disk=True) as folder:
        async with passerelle("up", "--data", str(folder / "data"), anew=True) as command:
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
    world = await make_world(settings, placements=2 * count, spare=count)
    real = Real(settings, world)
    (folder / "nats").mkdir()
    to_confirm, to_replay = world.placements[:count], world.placements[count:]
    medians: list[tuple[float, float]] = []
    async with (
        running_nats(folder / "nats") as server,
        running_floor(settings, server, to_replay, folder) as port,
    ):
        await measure_floor(port, range(WARM_UP))
        await calm(partial(cpu_seconds, process))
        await real.measure(to_confirm[:WARM_UP])
        for first in range(WARM_UP, count, POSTS_A_ROUND):
            await calm(partial(cpu_seconds, process))
            # The floor writes into the same databases: `up` must not work on that meanwhile.
            process.suspend()
            try:
                floor = await measure_floor(port, range(first, first + POSTS_A_ROUND))
            finally:
                process.resume()
            await calm(partial(cpu_seconds, process))
            before = cpu_seconds(process)
            passed = await real.measure(to_confirm[first : first + POSTS_A_ROUND])
            everything = (cpu_seconds(process) - before) / POSTS_A_ROUND
            medians.append((percentile(floor, 50), percentile(passed, 50)))
            _tell(floor, passed, everything)
    told = Figure(
        "an open page reads again", max(real.told), 1.1, "/s", f"{MEASURED}, {PER_SECOND}/s"
    )
    return [_ratio(medians), told, await _cpu_of_a_post(settings, world)]


async def _cpu_of_a_post(settings: Settings, world: World) -> Figure:
    """Of one service alone in its process, with NATS out of reach: what answering costs."""
    port = free_port()
    environment = {
        "PASSERELLE_DATABASE_HOST": settings.database_host,
        "PASSERELLE_DATABASE_PORT": str(settings.database_port),
        "PASSERELLE_CREDENTIALS": str(settings.credentials),
        "PASSERELLE_NATS_URL": "nats://127.0.0.1:1",
        "PASSERELLE_PORTAL_URL": settings.portal_url,
        "PASSERELLE_LOG_LEVEL": "ERROR",
    }
    arguments = ("serve", "internships", "--port", str(port))
    async with passerelle(*arguments, environment=environment, anew=True) as command:
        await eventually(lambda: answers(port))
        process = psutil.Process(command.pid)
        costs = []
        await confirm_steadily(port, world.spare[:WARM_UP], world.bureau, per_second=PER_SECOND / 5)
        for first in range(WARM_UP, len(world.spare), POSTS_A_ROUND):
            chosen = world.spare[first : first + POSTS_A_ROUND]
            before = cpu_seconds(process)
            await confirm_steadily(port, chosen, world.bureau)
            costs.append((cpu_seconds(process) - before) / len(chosen) * 1000)
    remark = f"{MEASURED}, internships alone, median of {len(costs)} rounds"
    return Figure("CPU of a POST", statistics.median(costs), 4, "ms", remark)


def _tell(floor: list[float], real: list[float], cpu: float) -> None:
    for name, values in (("floor", floor), ("real", real)):
        shown = " ".join(f"p{p} {percentile(values, p) * 1000:.1f}" for p in (50, 95, 99))
        print(f"  {name:<6}{shown} ms", flush=True)
    print(f"  CPU of up, with all that follows a POST: {cpu * 1000:.1f} ms", flush=True)


def _ratio(medians: list[tuple[float, float]]) -> Figure:
    ratio = statistics.median(real / floor for floor, real in medians)
    floor, real = (statistics.median(column) * 1000 for column in zip(*medians, strict=True))
    name = f"POST → told p50 at {PER_SECOND}/s ÷ floor"
    remark = f"{MEASURED}: {real:.1f} ms ÷ {floor:.1f} ms, medians of {ROUNDS} rounds"
    return Figure(name, ratio, 2.5, "", remark)


BENCHES: dict[str, Callable[[], Awaitable[list[Figure]]]] = {
    "start": start,
    "loading": loading,
    "loop": loop,
    "expressions": expressions,
    "rest": rest,
    "live": live,
    "pages": pages,
    "relay": relay,
    "consequences": consequences,
    "import": importing,
    "registry": registry,
    "searching": searching,
    "mails": mails,
}


def main(names: list[str], at: datetime) -> int:
    """Run the named benches, all by default; 1 when a target is missed or a bench broke."""
    configure_logging(Settings(log_level="ERROR"))  # What a service says would stand in the table.
    figures: list[Figure] = []
    print(heading(), flush=True)
    for name in names or BENCHES:
        measured = _run(name)
        figures += measured
        for figure in measured:
            print(figure.row, flush=True)
    print(f"\n{keep(figures, at)}")
    return 0 if all(figure.met for figure in figures) else 1


def _run(name: str) -> list[Figure]:
    """The figures of a bench; one that breaks costs its own line."""
    # The queue and bare aiosmtplib run on the loop of `up`; the others measure processes.
    loops = auto_loop_factory() if name == "mails" else None
    try:
        with asyncio.Runner(loop_factory=loops) as runner:
            return runner.run(_measured(name))
    except Exception as error:  # noqa: BLE001 – whatever it is, the others are asked for too
        traceback.print_exc()
        return [failed(name, error)]


async def _measured(name: str) -> list[Figure]:
    return await BENCHES[name]()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], datetime.now(UTC)))
