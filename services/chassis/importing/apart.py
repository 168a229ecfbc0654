"""Reading a file in a process of its own.

Parsing holds a processor, and a hostile file may hold it for long: the service only waits. The
process has a limit of time and of memory; a file that exceeds them is refused, nothing else.
"""

import asyncio
import json
import resource
import sys
from collections.abc import Callable
from typing import Any

from services.chassis.importing.tables import UNREADABLE, ImportFileRefused

FILE_BYTES_MAX = 10_000_000
READING_SECONDS_MAX = 20
MEMORY_BYTES_MAX = 1_000_000_000

EMPTY = "Ce fichier est vide."
TOO_BIG = (
    "Ce fichier dépasse 10\u00a0Mo\u202f: enlevez ce qui n’est pas la liste, puis recommencez."
)


async def read_apart(program: str, content: bytes) -> Any:
    """What a module that calls `answer_apart` reads in a file. Raises ImportFileRefused."""
    if not content:
        raise ImportFileRefused(EMPTY, field="file")
    if len(content) > FILE_BYTES_MAX:
        raise ImportFileRefused(TOO_BIG, field="file")
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", program),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(READING_SECONDS_MAX):
            answer, _ = await process.communicate(content)
    except TimeoutError:
        raise ImportFileRefused(UNREADABLE, field="file") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise ImportFileRefused(UNREADABLE, field="file")
    read, refused = json.loads(answer)
    if refused is not None:
        raise ImportFileRefused(refused, field="file")
    return read


def answer_apart(read: Callable[[bytes], Any]) -> None:
    """Read a file on the standard input, tell what it holds on the standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
    try:
        answer: tuple[Any, str | None] = read(sys.stdin.buffer.read()), None
    except ImportFileRefused as refused:
        answer = None, refused.detail
    sys.stdout.write(json.dumps(answer))
