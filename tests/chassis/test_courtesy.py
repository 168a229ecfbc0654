"""Background work lets people's commands pass, and is done all the same."""

import asyncio
from dataclasses import dataclass

from services.chassis.courtesy import BUSY_COMMANDS, Courtesy


@dataclass
class Clock:
    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


def busy_one(clock: Clock) -> Courtesy:
    courtesy = Courtesy(clock)
    for _ in range(BUSY_COMMANDS):
        courtesy.command()
    return courtesy


async def test_a_few_commands_hold_nothing_up() -> None:
    courtesy = Courtesy(Clock())
    for _ in range(BUSY_COMMANDS - 1):
        courtesy.command()

    await asyncio.wait_for(courtesy.let_pass(60), timeout=5)


async def test_a_crowd_of_commands_goes_first() -> None:
    clock = Clock()
    courtesy = busy_one(clock)
    waiting = asyncio.create_task(courtesy.let_pass(60))
    await asyncio.wait([waiting], timeout=0.2)
    assert not waiting.done()

    clock.seconds += 1
    await asyncio.wait_for(waiting, timeout=5)


async def test_what_waits_is_done_while_the_crowd_goes_on() -> None:
    clock = Clock()
    courtesy = busy_one(clock)
    waiting = asyncio.create_task(courtesy.let_pass(0.5))
    await asyncio.wait([waiting], timeout=0.2)
    clock.seconds += 0.5

    assert courtesy.busy
    await asyncio.wait_for(waiting, timeout=5)
