"""Work that goes on meanwhile is over at the end, also when it did not hear that it should stop."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from deploy.supervisor.servers import background


async def test_a_request_to_stop_that_was_not_heard_is_repeated() -> None:
    asked = []

    async def deaf_once() -> None:
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        asked.append("once")
        await asyncio.Event().wait()

    async with background(deaf_once, stops_within_seconds=0) as task:
        await asyncio.sleep(0)

    assert task.cancelled()
    assert asked == ["once"]


async def test_what_stops_in_good_order_is_not_disturbed() -> None:
    stopped = []

    async def orderly() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            for step in range(20):
                await asyncio.sleep(0)
                stopped.append(step)

    async with background(orderly):
        await asyncio.sleep(0)

    assert stopped == list(range(20))


async def test_what_the_work_failed_at_is_raised_at_the_end() -> None:
    async def fails() -> None:
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        async with background(fails) as task:
            await asyncio.wait({task})
