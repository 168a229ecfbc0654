"""Tasks in the background are over when their stop returns, whatever swallows a cancellation."""

import asyncio

from services.chassis.base.cancellation import end


async def test_a_task_that_swallows_a_cancellation_is_asked_again() -> None:
    swallowed = []

    async def swallows_two() -> None:
        while True:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                swallowed.append(True)
                if len(swallowed) > 2:
                    raise

    task = asyncio.create_task(swallows_two())
    await asyncio.sleep(0)
    await end(task)

    assert task.cancelled()
    assert len(swallowed) == 3


async def test_what_a_task_raises_as_it_ends_stops_nobody() -> None:
    async def breaks() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            raise RuntimeError

    tasks = [asyncio.create_task(breaks()) for _ in range(2)]
    await asyncio.sleep(0)
    await end(*tasks)

    assert all(isinstance(task.exception(), RuntimeError) for task in tasks)


async def test_tasks_that_are_over_already_are_left_as_they_are() -> None:
    task = asyncio.create_task(asyncio.sleep(0, result="done"))
    await task
    await end(task)

    assert task.result() == "done"
