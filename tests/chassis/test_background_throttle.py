"""Background work lets people's commands pass, and is done all the same."""

import asyncio
from dataclasses import dataclass

from services.chassis.base.background_throttle import BUSY_COMMANDS, BackgroundThrottle
from tests.support.waiting import eventually

LOOKS = 6
"""Readings of the clock after which what waits has looked again."""


@dataclass
class Clock:
    """Time that passes when it is told to."""

    seconds: float = 0.0
    read: int = 0

    def __call__(self) -> float:
        self.read += 1
        return self.seconds


def busy_one(clock: Clock) -> BackgroundThrottle:
    throttle = BackgroundThrottle(clock)
    for _ in range(BUSY_COMMANDS):
        throttle.command()
    return throttle


async def looked_again(clock: Clock) -> None:
    """Wait until somebody asked several times what time it is."""
    enough = clock.read + LOOKS
    await eventually(lambda: clock.read >= enough)


async def test_a_few_commands_hold_nothing_up() -> None:
    clock = Clock()
    throttle = BackgroundThrottle(clock)
    for _ in range(BUSY_COMMANDS - 1):
        throttle.command()

    clock.read = 0
    await throttle.let_pass(60)
    assert clock.read < LOOKS


async def test_a_crowd_of_commands_goes_first() -> None:
    clock = Clock()
    throttle = busy_one(clock)
    waiting = asyncio.create_task(throttle.let_pass(60))
    await looked_again(clock)
    assert not waiting.done()

    clock.seconds += 1
    await waiting


async def test_what_waits_is_done_while_the_crowd_goes_on() -> None:
    clock = Clock()
    throttle = busy_one(clock)
    waiting = asyncio.create_task(throttle.let_pass(0.5))
    await looked_again(clock)
    assert not waiting.done()
    clock.seconds += 0.5

    assert throttle.busy
    await waiting
