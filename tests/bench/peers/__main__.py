"""`python -m tests.bench.peers`: what a request costs here and there, in one run."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path

import asyncpg
import psutil

from deploy.embedded.ports import free_port
from deploy.embedded.postgres import EmbeddedPostgres
from tests.bench.costs import Cost, costs_in_turns
from tests.bench.peers.bottlecrm import bottlecrm
from tests.bench.peers.creme import creme
from tests.bench.peers.peer import ENVIRONMENTS, HERE, Asks, Environment, Serving
from tests.bench.registry import CREATED, READ, asks_of, bench_postgres, filled_registry
from tests.support.servers import own_folder

KINDS = ("create", "list", "search")
PEERS: Mapping[str, Serving] = {"creme": creme, "bottlecrm": bottlecrm}
UV = Path(sys.executable).parent / "uv"
PYTHON = ">=3.12"
"""What BottleCRM asks for."""


def install(name: str) -> None:
    """An environment with what the peer's lock says; made once, brought up to date after."""
    folder = ENVIRONMENTS / name
    if not folder.exists():
        _do(str(UV), "venv", "--quiet", "--python", PYTHON, str(folder))
    python = str(folder / "bin" / "python")
    lock = str(HERE / f"{name}.lock")
    _do(str(UV), "pip", "sync", "--quiet", "--python", python, "--require-hashes", lock)


def _do(*command: str) -> None:
    subprocess.run(command, check=True)


@contextmanager
def running_redis(folder: Path) -> Iterator[str]:
    """The broker both peers ask for; nothing of it is kept."""
    port = str(free_port())
    process = subprocess.Popen(
        ["redis-server", "--port", port, "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)],
        stdout=subprocess.DEVNULL,
    )
    try:
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(timeout=30)


async def serve_peer(
    stack: AsyncExitStack, name: str, folder: Path, postgres: EmbeddedPostgres, redis: str
) -> tuple[Asks, Sequence[psutil.Process]]:
    """A peer with its companies, how it is asked, and whose processor time is counted."""
    own = folder / name
    own.mkdir()
    connection = await asyncpg.connect(postgres.url)
    await connection.execute(f'CREATE DATABASE "{name}"')
    await connection.close()
    serving = PEERS[name](Environment(name, own, postgres, redis))
    asks, web = await stack.enter_async_context(serving)
    return asks, [psutil.Process(postgres.pid), web]


async def measured() -> Mapping[str, Mapping[str, Cost]]:
    """Each kind of request, of all of them in turns, in one cluster."""
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(own_folder("peers", on_disk=True))
        postgres = await stack.enter_async_context(bench_postgres(folder))
        served = await stack.enter_async_context(filled_registry(postgres, folder))
        ours = await asks_of(served.bureau)
        redis = stack.enter_context(running_redis(folder))
        peers = {name: await serve_peer(stack, name, folder, postgres, redis) for name in PEERS}
        found = {}
        for kind in KINDS:
            asked = {"passerelle": (ours[kind], served.roots)}
            for name, (asks, roots) in peers.items():
                asked[name] = (getattr(asks, kind), roots)
            found[kind] = await costs_in_turns(asked, CREATED if kind == "create" else READ)
        return found


def table(found: Mapping[str, Mapping[str, Cost]]) -> str:
    """A line for each kind of request and software."""
    lines = [f"{'':<24}{'CPU (web + PostgreSQL)':>24}{'median':>10}{'p95':>10}   ÷ Passerelle"]
    for kind, costs in found.items():
        ours = costs["passerelle"].cpu
        for name, one in costs.items():
            times = f"{one.cpu / ours:.1f} ×"
            lines.append(
                f"{kind:<9}{name:<15}{one.cpu:>21.1f} ms{one.median:>7.0f} ms{one.p95:>7.0f} ms"
                f"{times:>15}"
            )
    return "\n".join(lines)


def main() -> int:
    """Install, measure, print; 1 when a program of the system is missing."""
    if shutil.which("redis-server") is None:
        print("The peers need Redis: sudo apt-get install redis-server", file=sys.stderr)
        return 1
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    for name in PEERS:
        install(name)
    print(table(asyncio.run(measured())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
