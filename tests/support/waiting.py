"""Wait for a condition, never for a time."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from typing import TypeVar, cast, overload

T = TypeVar("T")
LOOK_AGAIN_SECONDS = 0.01
REST, REST_SECONDS_MAX = 5.0, 0.5
"""A look that costs much is taken less often: rests so many times as long as it took, and no longer."""
# Only a failure waits that long; a machine busy with other things is given its time.
PATIENCE_SECONDS = 60.0


@overload
async def eventually(
    condition: Callable[[], Awaitable[T]], *, within_seconds: float = PATIENCE_SECONDS
) -> T: ...
@overload
async def eventually(
    condition: Callable[[], T], *, within_seconds: float = PATIENCE_SECONDS
) -> T: ...
async def eventually(
    condition: Callable[[], T | Awaitable[T]], *, within_seconds: float = PATIENCE_SECONDS
) -> T:
    """What `condition` returns once it is truthy; it may be a coroutine function.

    A condition that raises `AssertionError` is tried again; at the end of the time the last
    one is raised, or an `AssertionError` that tells the last value. The time begins again whenever
    the condition tells what it never told before (what is left to do): work that goes on is
    waited for however long it takes. One that does not answer in that time fails where it waits.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + within_seconds
    told: set[str] = set()
    while True:
        began, failure = loop.time(), None
        value: object = None
        try:
            value = condition()
            if inspect.isawaitable(value):
                async with asyncio.timeout(max(within_seconds, PATIENCE_SECONDS)):
                    value = await value
            if value:
                return cast(T, value)
        except AssertionError as raised:
            failure = raised
        if (said := repr(value)) not in told:
            told.add(said)
            deadline = loop.time() + within_seconds
        if loop.time() > deadline:
            raise failure or AssertionError(f"still {value!r} after {within_seconds} s")
        rest = min(REST * (loop.time() - began), REST_SECONDS_MAX)
        await asyncio.sleep(max(rest, LOOK_AGAIN_SECONDS))
