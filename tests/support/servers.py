"""A PostgreSQL cluster and a nats-server that belong to the tests, and die with them."""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import psutil

from deploy.embedded.child import ChildFailed, LogSink, discard
from deploy.embedded.nats import EmbeddedNats
from deploy.embedded.ports import free_port
from deploy.embedded.postgres import EmbeddedPostgres

NatsConfig = Callable[[int, int, Path], str]

FOLDERS = "passerelle-test-"
"""What the names of all folders of tests begin with, before the process they belong to."""
CONTAINER = Path("/sys/fs/cgroup")
MEMORY = Path("/dev/shm")
DISK = Path("/var/tmp")
"""What is kept there outlives a start of the machine: never in memory, as the usual place may be."""
NEEDED_BYTES = 8 * 1024**3
"""What all processes of the tests keep on disk at the same time, and as much again."""


def quick_storage() -> Path | None:
    """Where waiting for a disk costs nothing: memory, where it is large and runs programs.

    None is the usual place. Servers that write to a disk made a file of tests a third slower.
    """
    try:
        there = os.statvfs(MEMORY)
    except OSError:
        return None
    runs_programs = not there.f_flag & os.ST_NOEXEC
    room = min(there.f_bavail * there.f_frsize, _memory_left())
    return MEMORY if runs_programs and room > NEEDED_BYTES else None


def _memory_left() -> int:
    """Bytes this machine, or the container we are in, has to give: what is kept there is taken from it."""
    left: int = psutil.virtual_memory().available
    try:
        limit = (CONTAINER / "memory.max").read_text().strip()
        used = int((CONTAINER / "memory.current").read_text())
    except (OSError, ValueError):  # no container, or one that does not say
        return left
    return left if limit == "max" else min(left, int(limit) - used)


def remove_abandoned() -> None:
    """Remove the folders of tests that were killed: in memory they would be kept for ever."""
    for place in {MEMORY, DISK, Path(tempfile.gettempdir())}:
        for folder in place.glob(f"{FOLDERS}*"):
            process = folder.name.removeprefix(FOLDERS).partition("-")[0]
            if process.isdecimal() and not psutil.pid_exists(int(process)):
                shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def own_folder(purpose: str, *, on_disk: bool = False) -> Iterator[Path]:
    """A temporary folder the system user of PostgreSQL may traverse (pytest's are closed).

    `on_disk`: not in memory, where what a server writes down is written at once and for nothing.
    """
    place = DISK if on_disk else quick_storage()
    folder = Path(tempfile.mkdtemp(prefix=f"{FOLDERS}{os.getpid()}-{purpose}-", dir=place))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@asynccontextmanager
async def running_postgres(folder: Path) -> AsyncIterator[EmbeddedPostgres]:
    """A cluster in that folder, without fsync: only `kill -9` tests need more."""
    postgres = EmbeddedPostgres(folder, fsync=False)
    await postgres.start()
    try:
        yield postgres
    finally:
        await postgres.stop()


def open_config(port: int, monitor_port: int, store: Path) -> str:
    """A server anyone may use, with the durability of the real one."""
    return (
        f'listen: "127.0.0.1:{port}"\nhttp: "127.0.0.1:{monitor_port}"\n'
        f'jetstream {{ store_dir: "{store}", sync_interval: always }}\n'
    )


@asynccontextmanager
async def running_nats(
    folder: Path, config: NatsConfig = open_config, *, log: LogSink = discard
) -> AsyncIterator[EmbeddedNats]:
    """A nats-server in that folder, with the configuration `config(port, monitor, store)`."""
    server = await _started_nats(folder, config, log)
    try:
        yield server
    finally:
        await server.stop()


async def _started_nats(folder: Path, config: NatsConfig, log: LogSink) -> EmbeddedNats:
    """A server that listens: on other ports where something took one since it was found free."""
    while True:
        port, monitor_port = free_port(), free_port()
        path = folder / "nats-server.conf"
        path.write_text(config(port, monitor_port, folder / "jetstream"))
        server = EmbeddedNats(path, port=port, monitor_port=monitor_port, log=log)
        try:
            await server.start()
        except ChildFailed as failed:
            if "address already in use" not in str(failed):
                raise
        else:
            return server
