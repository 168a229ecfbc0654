"""Whoever asks for much has nobody else wait."""

import asyncio
from collections.abc import Hashable

import pytest

from services.chassis.base.turns import ASKING, Turns
from tests.support.waiting import eventually


class Doors:
    """Work that goes on until the test lets it end, by what it is called."""

    def __init__(self, places: int) -> None:
        self.turns = Turns(places)
        self.running: list[str] = []
        self._ends: dict[str, asyncio.Event] = {}

    def start(self, who: Hashable, name: str) -> asyncio.Task[None]:
        ASKING.set(who)
        self._ends[name] = asyncio.Event()
        return asyncio.create_task(self._work(name))

    def end(self, name: str) -> None:
        self._ends[name].set()

    async def _work(self, name: str) -> None:
        async with self.turns.taken():
            self.running.append(name)
            try:
                await self._ends[name].wait()
            finally:
                self.running.remove(name)

    async def runs(self, *names: str) -> None:
        await eventually(lambda: self.running == list(names))


async def test_who_asks_for_many_leaves_a_place_and_waits_for_their_own() -> None:
    doors = Doors(2)
    tasks = [doors.start("greedy", f"g{number}") for number in range(6)]
    await doors.runs("g0")
    tasks.append(doors.start("other", "o0"))
    await doors.runs("g0", "o0")

    tasks.append(doors.start("third", "t0"))
    doors.end("g0")
    # Who had one comes after who had none.
    await doors.runs("o0", "t0")
    doors.end("o0")
    await doors.runs("t0", "g1")
    for name in ("t0", *(f"g{number}" for number in range(6))):
        doors.end(name)
    await asyncio.gather(*tasks)
    assert doors.running == []


@pytest.mark.parametrize("waiting", [True, False])
async def test_who_gives_up_takes_no_place_with_them(*, waiting: bool) -> None:
    doors = Doors(1)
    first = doors.start("a", "a0")
    await doors.runs("a0")
    second = doors.start("b", "b0")
    third = doors.start("c", "c0")
    await asyncio.sleep(0)
    if not waiting:
        # Given a place, and gone before it has begun.
        doors.end("a0")
        await first
    second.cancel()
    first.cancel()
    await doors.runs("c0")

    doors.end("c0")
    await third
    last = doors.start("b", "b1")
    await doors.runs("b1")
    doors.end("b1")
    await last
