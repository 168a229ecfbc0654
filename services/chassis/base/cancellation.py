"""Tasks that are asked to stop, and do: a cancellation that was swallowed is heard all the same."""

import asyncio
from typing import Any

CANCEL_AGAIN_SECONDS = 0.5


async def end(*tasks: asyncio.Task[Any]) -> None:
    """Cancel these tasks, and return once they are over; what they raise is theirs.

    They are asked more than once: a cancellation that meets the end of what a task waits for is
    swallowed, by nats-py while it dials a server that is down, by `asyncio.wait_for` before Python 3.12.
    """
    while pending := [task for task in tasks if not task.done()]:
        for task in pending:
            task.cancel()
        await asyncio.wait(pending, timeout=CANCEL_AGAIN_SECONDS)
    await asyncio.gather(*tasks, return_exceptions=True)


def heed_cancellation() -> None:
    """Raise CancelledError when the task was asked to stop and nobody heard.

    Before Python 3.12 `asyncio.wait_for` swallows a cancellation that meets the end of what it
    waits for; nats-py waits by it, and a loop around a request would then never stop.
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
