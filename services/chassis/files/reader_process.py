"""Reading a file in a process of its own.

Parsing holds a processor, and a hostile file may hold it for long: the service only waits. The
process has a limit of the processor's time and of memory: a file that exceeds them is refused, and
nothing else. On the clock it has more: a machine that is busy with others says nothing of a file.
It has nothing of our environment, and can open nothing once it begins to read, see `sandbox`.
A few are read at once: a crowd would take the memory of a crowd.
"""

import asyncio
import json
import math
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from services.chassis.base.turns import Turns
from services.chassis.files.tables import UNREADABLE, ImportFileRefused
from services.chassis.reference.nomenclatures.lists import GIVEN
from services.chassis.security.sandbox import load_what_python_reads_late, seal, start_apart

FILE_BYTES_MAX = 10_000_000
READING_SECONDS_MAX = 20
"""Of the processor."""
PATIENCE_SECONDS = 90
"""On the clock, a turn included; less than the gateway waits for an answer."""
MEMORY_BYTES_MAX = 1_000_000_000
READINGS_MAX = 2

EMPTY = "Ce fichier est vide."
TOO_BIG = (
    "Ce fichier dépasse 10\u00a0Mo\u202f: enlevez ce qui n’est pas la liste, puis recommencez."
)
TOO_LONG = (
    f"Lire ce fichier demande plus de {READING_SECONDS_MAX}\u00a0secondes de calcul\u202f: gardez ce qui"
    " est la liste, ou coupez-le en plusieurs fichiers."
)
TOO_HEAVY = (
    "Lire ce fichier demande trop de mémoire\u202f: gardez ce qui est la liste, ou coupez-le en"
    " plusieurs fichiers."
)
BUSY = (
    "La machine est très occupée\u202f: ce fichier n’a pas encore pu être lu, et il n’est pas en cause."
    " Rien n’est enregistré\u202f; recommencez dans quelques minutes."
)

_reading = Turns(READINGS_MAX)
"""Turns of this process. Who waits for one, and who has one, holds no connection of the database."""


async def read_apart(
    program: str, content: bytes, options: Mapping[str, Any] | None = None
) -> list[Any]:
    """The pieces a module that calls `answer_apart` reads in a file. Raises ImportFileRefused."""
    if not content:
        raise ImportFileRefused(EMPTY, field="file")
    if len(content) > FILE_BYTES_MAX:
        raise ImportFileRefused(TOO_BIG, field="file")
    # The other process has settings of its own: it is told where newer nomenclatures are.
    given = {
        "lists": str(GIVEN.folder.resolve()) if GIVEN.folder else None,
        "seconds": READING_SECONDS_MAX,
        "options": options or {},
    }
    asked = json.dumps(given).encode() + b"\n"
    try:
        async with asyncio.timeout(PATIENCE_SECONDS), _reading.taken():
            answer = await _answer(program, asked + content)
    except TimeoutError:
        raise ImportFileRefused(BUSY, field="file") from None
    refused, *pieces = [piece async for piece in _parsed(answer)]
    if refused is not None:
        raise ImportFileRefused(refused, field="file")
    return pieces


async def _answer(program: str, asked: bytes) -> bytes:
    process = await start_apart(program)
    try:
        answer, _ = await process.communicate(asked)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode == -signal.SIGXCPU:
        raise ImportFileRefused(TOO_LONG, field="file")
    if process.returncode != 0:
        raise ImportFileRefused(UNREADABLE, field="file")
    return answer


async def _parsed(answer: bytes) -> Any:
    # A line at a time: a list of ten thousand rows would hold the event loop.
    for line in answer.splitlines():
        yield json.loads(line)
        await asyncio.sleep(0)


def _spend_at_most(seconds: int) -> None:
    """Be stopped once reading took as much of the processor; what starting took is not counted."""
    until = math.ceil(time.process_time()) + seconds
    # Past the first limit a signal tells why; past the second, nothing is heard any more.
    resource.setrlimit(resource.RLIMIT_CPU, (until, until + 1))


def answer_apart(
    read: Callable[[bytes, Mapping[str, Any]], Iterable[Any]],
    prepare: Callable[[Mapping[str, Any]], None] = lambda _: None,
) -> None:
    """Read a file on the standard input, tell the pieces it holds on the standard output.

    `prepare` opens what `read` needs besides: before the file is there, and nothing opens any more.
    """
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
    given = json.loads(sys.stdin.buffer.readline())
    GIVEN.keep_in(Path(given["lists"]) if given["lists"] else None)
    GIVEN.in_force()
    load_what_python_reads_late()
    prepare(given["options"])
    _spend_at_most(given["seconds"])
    seal()
    try:
        answer = [None, *read(sys.stdin.buffer.read(), given["options"])]
    except ImportFileRefused as refused:
        answer = [refused.detail]
    except MemoryError:
        answer = [TOO_HEAVY]
    sys.stdout.writelines(json.dumps(piece) + "\n" for piece in answer)
