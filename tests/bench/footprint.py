"""How fast `up` is ready, and how much memory it takes."""

import time
from pathlib import Path

import httpx2
import psutil

from deploy.menus import NAMED
from tests.support.processes import Command, passerelle
from tests.support.waiting import eventually


async def seconds_until_ready(folder: Path) -> float:
    """From the command to every service saying that it is ready."""
    start = time.perf_counter()
    async with passerelle("up", "--data", str(folder), anew=True) as command:
        await wait_ready(await command.address())
        return time.perf_counter() - start


async def wait_ready(address: str) -> None:
    """Return once the health of every service answers 200."""
    async with httpx2.AsyncClient(base_url=address, trust_env=False) as client:
        for service in (one.name for one in NAMED):

            async def ready(service: str = service) -> bool:
                answer = await client.get(f"/api/{service}/health/ready")
                return answer.status_code == httpx2.codes.OK

            await eventually(ready)


def memory_mb(command: Command) -> float:
    """Proportional set size of `up` and all its children: shared pages are counted once."""
    family = [psutil.Process(command.pid), *command.children()]
    return sum(map(_pss, family)) / 1024**2


def _pss(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except psutil.NoSuchProcess:  # a connection of PostgreSQL ended meanwhile
        return 0


def cpu_seconds(process: psutil.Process) -> float:
    """Processor time the process has used, in user and system mode."""
    times = process.cpu_times()
    return float(times.user + times.system)
