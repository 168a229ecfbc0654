"""Passerelle's own commands as processes of a test; only those a test started are ever stopped."""

import os
import re
import signal
import subprocess
import threading
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import psutil

from tests.support.forked import Forked, own_environment, started_anew
from tests.support.waiting import eventually

READY_WITHIN_SECONDS = 120.0
ADDRESS = re.compile(r"répond à (http://[\d.]+:\d+)")
MAILBOX = re.compile(r"lisez-les à (http://[\d.]+:\d+/courriels\?cle=[\w-]+)$")


@dataclass
class Command:
    """A running `passerelle …` and what it printed so far."""

    process: Forked | subprocess.Popen[bytes]
    screen: int
    """The descriptor its output is read from."""
    arguments: tuple[str, ...] = ()
    lines: list[str] = field(default_factory=list)
    all_read: threading.Event = field(default_factory=threading.Event)

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def output(self) -> str:
        return "\n".join(self.lines)

    def children(self) -> list[psutil.Process]:
        """The processes it started that are alive."""
        with suppress(psutil.NoSuchProcess):
            return psutil.Process(self.pid).children(recursive=True)
        return []

    def child_names(self) -> set[str]:
        """The programs it runs now; a child may end while it is looked at."""
        names = set()
        for child in self.children():
            with suppress(psutil.NoSuchProcess):
                names.add(child.name())
        return names

    async def address(self) -> str:
        """Where it answers, once it says so."""
        return await self._told(ADDRESS)

    async def mailbox(self) -> str:
        """Where the mails of its demonstration are read, once it says so, key included."""
        return await self._told(MAILBOX)

    async def _told(self, pattern: re.Pattern[str]) -> str:
        def told() -> str | None:
            self._assert_alive()
            found = [match for line in self.lines if (match := pattern.search(line))]
            return found[-1].group(1) if found else None

        answer = await eventually(told, within_seconds=READY_WITHIN_SECONDS)
        assert answer is not None
        return answer

    async def ready(self) -> None:
        """Return once an `up` says how it is stopped: everything it starts answers."""

        def told() -> bool:
            self._assert_alive()
            return "Arrêter" in self.output

        await eventually(told, within_seconds=READY_WITHIN_SECONDS)

    async def ended(self) -> int:
        """Its exit code, once it ended; everything it printed is then in `lines`."""
        await eventually(
            lambda: self.process.poll() is not None, within_seconds=READY_WITHIN_SECONDS
        )
        await eventually(self.all_read.is_set)
        return self.process.wait()

    def _assert_alive(self) -> None:
        if self.process.poll() is not None:
            raise RuntimeError(f"ended with {self.process.returncode}: {self.output}")

    def kill(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def read(self) -> None:
        with os.fdopen(self.screen, "rb") as output:
            for raw in output:
                self.lines.append(raw.decode().rstrip())
        self.all_read.set()


def start(
    arguments: Sequence[str],
    environment: Mapping[str, str] | None = None,
    typed: str | None = None,
    *,
    anew: bool = False,
) -> Command:
    """Start `passerelle` with these arguments and, of our settings, only those given.

    `typed` is what somebody answers to its questions; without it nobody is there. Started `anew`, it
    loads what it needs itself.
    """
    keyboard, typing = os.pipe()
    seen, screen = os.pipe()
    process = (started_anew if anew else Forked)(
        "deploy.cli",
        arguments,
        own_environment() | dict(environment or {}),
        keyboard=keyboard,
        screen=screen,
    )
    with os.fdopen(typing, "wb") as hands:
        hands.write((typed or "").encode())
    command = Command(process, seen, tuple(arguments))
    threading.Thread(target=command.read, daemon=True).start()
    return command


@asynccontextmanager
async def passerelle(
    *arguments: str,
    environment: Mapping[str, str] | None = None,
    typed: str | None = None,
    anew: bool = False,
) -> AsyncIterator[Command]:
    """A `passerelle …` that is stopped, with what it started, at the end of the context."""
    command = start(arguments, environment, typed, anew=anew)
    try:
        yield command
    finally:
        family = command.children()
        if command.process.poll() is None:
            command.kill(signal.SIGTERM)
            with suppress(AssertionError):
                await eventually(lambda: command.process.poll() is not None)
        if command.process.poll() is None:
            command.process.kill()
            command.process.wait()
        for child in family:
            with suppress(psutil.NoSuchProcess):
                child.kill()


async def run(
    *arguments: str, environment: Mapping[str, str] | None = None, typed: str | None = None
) -> tuple[int, str]:
    """Exit code and output of a `passerelle …` that ends by itself."""
    async with passerelle(*arguments, environment=environment, typed=typed) as command:
        return await command.ended(), command.output


def own_running(module: str) -> int:
    """How many processes this one started run a module now."""
    return len(own_processes(module))


def own_processes(module: str) -> list[psutil.Process]:
    """The processes this one started that run a module now."""
    return [one for one in psutil.Process().children() if module in _words_of(one)]


def _words_of(process: psutil.Process) -> list[str]:
    """Its command line; none once it ended."""
    try:
        return process.cmdline()
    except psutil.NoSuchProcess:  # a zombie too: it has done its work
        return []
