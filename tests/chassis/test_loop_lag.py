"""How long steps hold the event loop is measured; `make bench ARGS=loop` judges it."""

import asyncio
import time

from services.chassis.observability.loop_lag import HELD_SECONDS_MAX
from tests.bench.loop import held_longer, measured


async def test_a_step_that_holds_the_loop_is_seen() -> None:
    async with measured() as process:
        await asyncio.sleep(0)
        busy_until = time.thread_time() + 3 * HELD_SECONDS_MAX
        while time.thread_time() < busy_until:
            pass
        await asyncio.sleep(0)

    assert held_longer(process) >= 1
