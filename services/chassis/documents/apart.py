"""Making documents in a process of its own: it holds a processor for long, and is bounded.

A module that calls `answer_made` is told one line of JSON, then a file, and answers with bytes. What
it is given was written by somebody: it can open nothing once it begins, see `sandbox`.
"""

import asyncio
import json
import resource
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

from services.chassis.base.errors import DocumentNotMade
from services.chassis.base.turns import Turns
from services.chassis.security.sandbox import load_what_python_reads_late, seal, start_apart

MAKING_SECONDS_MAX = 60
MEMORY_BYTES_MAX = 1_500_000_000
MAKINGS_MAX = 2

_making = Turns(MAKINGS_MAX)


def making_turn() -> AbstractAsyncContextManager[None]:
    """One of the turns at making: whoever waits has no process yet."""
    return _making.taken()


async def make_apart(program: str, asked: Any, content: bytes = b"") -> bytes:
    """What the module makes of it. Raises DocumentNotMade when it does not come to an end."""
    told = json.dumps(asked).encode() + b"\n" + content
    # Whoever waits for a turn has no process yet: a crowd would take the memory of a crowd.
    async with making_turn():
        process = await start_apart(program)
        try:
            async with asyncio.timeout(MAKING_SECONDS_MAX):
                made, _ = await process.communicate(told)
        except TimeoutError:
            raise DocumentNotMade from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    if process.returncode != 0 or not made:
        raise DocumentNotMade
    return made


def answer_made(make: Callable[[Any, bytes], bytes]) -> None:
    """Read what is asked and a file on the standard input, write what is made on the output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
    asked = json.loads(sys.stdin.buffer.readline())
    load_what_python_reads_late()
    seal()
    sys.stdout.buffer.write(make(asked, sys.stdin.buffer.read()))
