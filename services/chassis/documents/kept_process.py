"""A process that makes documents one after another: what it loads, it loads once for all of them.

For templates of our own, which people's words are given to as data. What people bring as a file is
made by a process that ends with it (`apart`). It is sealed before it is given anything, and goes
after a while in which nobody printed: an idle service holds no memory for it.
"""

import asyncio
import json
import resource
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO, Any

from services.chassis.base.errors import DocumentNotMade
from services.chassis.documents.apart import MAKING_SECONDS_MAX, MEMORY_BYTES_MAX, making_turn
from services.chassis.security.sandbox import (
    ELSEWHERE,
    load_what_python_reads_late,
    own_environment,
    program_command,
    seal,
)

IDLE_SECONDS = 120.0
_LENGTH = struct.Struct(">Q")


class _Worker:
    """A running maker, which one thread at a time speaks with."""

    def __init__(self, program: str) -> None:
        self.process = subprocess.Popen(  # a module of ours, given nothing of ours
            program_command(program),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ELSEWHERE,
            env=own_environment(),
        )
        self.rest: threading.Timer | None = None

    def make(self, told: bytes) -> bytes:
        """The document it makes of what it is sent. Raises OSError or EOFError when it ended instead."""
        given, made = self.process.stdin, self.process.stdout
        if given is None or made is None:
            raise EOFError
        given.write(_LENGTH.pack(len(told)) + told)
        given.flush()
        return _read(made)

    def end(self) -> None:
        """Have it end: it waits for more where it reads."""
        self.process.kill()
        self.process.communicate()


def _end_started(starting: asyncio.Future[_Worker]) -> None:
    if not starting.cancelled() and starting.exception() is None:
        starting.result().end()


@dataclass
class KeptProcesses:
    """The makers of one kind of document that wait for the next one."""

    program: str
    idle_seconds: float = IDLE_SECONDS
    _idle: list[_Worker] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    async def make(self, asked: Any, content: bytes = b"") -> bytes:
        """What a maker makes of it. Raises DocumentNotMade when it does not come to an end."""
        told = json.dumps(asked).encode() + b"\n" + content
        async with making_turn():
            worker = self._take() or await self._start()
            try:
                async with asyncio.timeout(MAKING_SECONDS_MAX):
                    made = await asyncio.to_thread(worker.make, told)
            except (TimeoutError, EOFError, OSError):
                worker.end()
                raise DocumentNotMade from None
            except BaseException:  # nobody waits for it any more: what it makes is nobody's
                worker.end()
                raise
            self._put_back(worker)
        return made

    def close(self) -> None:
        """End those that wait."""
        while (worker := self._take()) is not None:
            worker.end()

    async def _start(self) -> _Worker:
        starting = asyncio.ensure_future(asyncio.to_thread(_Worker, self.program))
        try:
            return await asyncio.shield(starting)
        except asyncio.CancelledError:
            # The thread starts it all the same: it would wait for ever for somebody to ask it.
            starting.add_done_callback(_end_started)
            raise

    def _take(self) -> _Worker | None:
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.rest is not None:
                    worker.rest.cancel()
                if worker.process.poll() is None:
                    return worker
        return None

    def _put_back(self, worker: _Worker) -> None:
        worker.rest = threading.Timer(self.idle_seconds, self._dismiss, (worker,))
        worker.rest.daemon = True
        with self._lock:
            self._idle.append(worker)
        worker.rest.start()

    def _dismiss(self, worker: _Worker) -> None:
        with self._lock:
            if worker not in self._idle:
                return
            self._idle.remove(worker)
        worker.end()


def make_again_and_again(make: Callable[[Any, bytes], bytes]) -> None:
    """Read what is asked on the standard input, write what is made on the output, until it is closed."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
    load_what_python_reads_late()
    seal()
    while told := _read(sys.stdin.buffer, ending=True):
        asked, _, content = told.partition(b"\n")
        made = make(json.loads(asked), content)
        sys.stdout.buffer.write(_LENGTH.pack(len(made)) + made)
        sys.stdout.buffer.flush()


def _read(source: IO[bytes], *, ending: bool = False) -> bytes:
    """The next message. Raises EOFError where there is none; `ending`: nothing then."""
    head = source.read(_LENGTH.size)
    if ending and not head:
        return b""
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    message = source.read(length)
    if not message or len(message) < length:
        raise EOFError
    return message
