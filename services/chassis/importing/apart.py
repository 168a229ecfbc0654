"""Reading a file in a process of its own.

Parsing holds a processor, and a hostile file may hold it for long: the service only waits. The
process has a limit of time and of memory; a file that exceeds them is refused, nothing else.
A few are read at once: a crowd would take the memory of a crowd.
"""

import asyncio
import json
import resource
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from services.chassis.importing.tables import UNREADABLE, ImportFileRefused
from services.chassis.nomenclatures.lists import GIVEN

FILE_BYTES_MAX = 10_000_000
READING_SECONDS_MAX = 20
MEMORY_BYTES_MAX = 1_000_000_000
READINGS_MAX = 2

EMPTY = "Ce fichier est vide."
TOO_BIG = (
    "Ce fichier dépasse 10\u00a0Mo\u202f: enlevez ce qui n’est pas la liste, puis recommencez."
)

_reading = asyncio.Semaphore(READINGS_MAX)
_has_turn: ContextVar[bool] = ContextVar("has_turn", default=False)


@asynccontextmanager
async def reading_turn() -> AsyncIterator[None]:
    """Wait for a turn to read a file; inside, `read_apart` does not wait for another one.

    Whoever will hold a connection of the database while reading takes it first: a few connections
    serve everybody, and who only waits must not hold one.
    """
    if _has_turn.get():
        yield
        return
    async with _reading:
        given = _has_turn.set(True)
        try:
            yield
        finally:
            _has_turn.reset(given)


async def read_apart(
    program: str, content: bytes, options: Mapping[str, Any] | None = None
) -> list[Any]:
    """The pieces a module that calls `answer_apart` reads in a file. Raises ImportFileRefused."""
    if not content:
        raise ImportFileRefused(EMPTY, field="file")
    if len(content) > FILE_BYTES_MAX:
        raise ImportFileRefused(TOO_BIG, field="file")
    # The other process has settings of its own: it is told where newer nomenclatures are.
    given = {"lists": str(GIVEN.folder) if GIVEN.folder else None, "options": options or {}}
    asked = json.dumps(given).encode() + b"\n"
    # Who waits for a turn has no process yet, and the time a file is given has not begun.
    async with reading_turn():
        answer = await _answer(program, asked + content)
    refused, *pieces = [piece async for piece in _parsed(answer)]
    if refused is not None:
        raise ImportFileRefused(refused, field="file")
    return pieces


async def _answer(program: str, asked: bytes) -> bytes:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", program),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(READING_SECONDS_MAX):
            answer, _ = await process.communicate(asked)
    except TimeoutError:
        raise ImportFileRefused(UNREADABLE, field="file") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise ImportFileRefused(UNREADABLE, field="file")
    return answer


async def _parsed(answer: bytes) -> Any:
    # A line at a time: a list of ten thousand rows would hold the event loop.
    for line in answer.splitlines():
        yield json.loads(line)
        await asyncio.sleep(0)


def answer_apart(read: Callable[[bytes, Mapping[str, Any]], Iterable[Any]]) -> None:
    """Read a file on the standard input, tell the pieces it holds on the standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
    given = json.loads(sys.stdin.buffer.readline())
    GIVEN.keep_in(Path(given["lists"]) if given["lists"] else None)
    try:
        answer = [None, *read(sys.stdin.buffer.read(), given["options"])]
    except ImportFileRefused as refused:
        answer = [refused.detail]
    sys.stdout.writelines(json.dumps(piece) + "\n" for piece in answer)
