"""A child process on a leash: started, watched, verified as our own, stopped."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

POLL_SECONDS = 0.02
LEASH = Path(__file__).with_name("leash.py")
KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "SYSTEMROOT")

LogSink = Callable[[str, str], None]


class ChildFailed(RuntimeError):
    """A child ended, or did not become ready in time; the message ends with its last lines."""


def discard(name: str, line: str) -> None:
    """A log sink that keeps nothing."""


@dataclass(frozen=True)
class SystemUser:
    """The unprivileged account a child runs as when Passerelle runs as root."""

    user_id: int
    group_id: int


@dataclass
class Child:
    """One running child; `last_lines` explains a failure."""

    name: str
    process: subprocess.Popen[bytes]
    last_lines: deque[str] = field(default_factory=lambda: deque(maxlen=12))

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def running(self) -> bool:
        return self.process.poll() is None

    def failed(self, what: str) -> ChildFailed:
        """The error to raise, with what the child said last."""
        return ChildFailed("\n".join([f"{self.name} : {what}", *self.last_lines]))

    async def stop(self, signals: Sequence[signal.Signals], *, patience_seconds: float) -> None:
        """Send each signal in turn, waiting `patience_seconds` after each, then SIGKILL."""
        for number in (*signals, signal.SIGKILL):
            if not self.running:
                return
            self.process.send_signal(number)
            if await self.ended(within_seconds=patience_seconds):
                return

    async def ended(self, *, within_seconds: float) -> bool:
        """Whether the child ends within this time."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + within_seconds
        # Polled: no event loop tells of the end of a child started by subprocess.Popen.
        while self.running and loop.time() < deadline:  # noqa: ASYNC110 - no event tells
            await asyncio.sleep(POLL_SECONDS)
        return not self.running


def start_child(
    name: str,
    command: Sequence[str | Path],
    *,
    death_signal: signal.Signals,
    log: LogSink = discard,
    user: SystemUser | None = None,
) -> Child:
    """Start a command that receives `death_signal` should this process die.

    Call it from the main thread: Linux ties the leash to the thread that starts the child.
    The child has a session of its own (a Ctrl-C in the terminal reaches Passerelle only, which
    stops its parts in order) and sees no variable of ours, so no secret.
    """
    identity = (-1, -1) if user is None else (user.user_id, user.group_id)
    leash = [sys.executable, "-I", "-S", LEASH, death_signal.value, os.getpid(), *identity]
    process = subprocess.Popen(
        [str(part) for part in [*leash, *command]],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        cwd="/" if os.name == "posix" else None,
        env={key: os.environ[key] for key in KEPT_VARIABLES if key in os.environ},
    )
    child = Child(name, process)
    threading.Thread(target=_forward, args=(child, log), name=f"log-{name}", daemon=True).start()
    return child


def _forward(child: Child, log: LogSink) -> None:
    """Pass each line of the child to the log, until it closes its output."""
    if child.process.stdout is None:
        return
    with child.process.stdout as output:
        for raw in output:
            line = raw.decode("utf-8", "replace").rstrip()
            child.last_lines.append(line)
            log(child.name, line)


def listens(pid: int, port: int) -> bool:
    """Whether that very process listens on that TCP port."""
    try:
        sockets = psutil.Process(pid).net_connections(kind="tcp")
    except psutil.Error:
        return False
    return any(s.status == psutil.CONN_LISTEN and s.laddr.port == port for s in sockets)


async def stop_stale(pid: int, *, executable: str, argument: Path, number: signal.Signals) -> None:
    """Stop a process left by a Passerelle that was killed, if it is the one we think it is.

    It is ours when its program has that name and its command line names `argument`, a path
    inside our own data folder, which we hold by an exclusive lock. Any other is left alone.
    """
    if not is_ours(pid, executable=executable, argument=argument):
        return
    process = psutil.Process(pid)
    process.send_signal(number)
    _, alive = await asyncio.to_thread(psutil.wait_procs, [process], timeout=10)
    for one in alive:
        one.kill()
        await asyncio.to_thread(one.wait, 5)


def is_ours(pid: int, *, executable: str, argument: Path) -> bool:
    """Whether this pid runs that program on that path of our data folder."""
    try:
        process = psutil.Process(pid)
        return process.name() == executable and str(argument) in process.cmdline()
    except psutil.Error:
        return False
