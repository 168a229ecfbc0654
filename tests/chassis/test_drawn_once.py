"""What is drawn once is shown again to whom it is the same for, and to nobody else."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from markupsafe import Markup

from services.chassis.live.fragment_cache import KEPT_MAX, Draw, Drawn, DrawnOnce
from tests.support.waiting import eventually

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SOON = NOW + timedelta(hours=1)


class Drawing:
    """Counts how often it was drawn."""

    def __init__(self) -> None:
        self.times = 0

    def of(self, said: str) -> Draw:
        async def draw() -> Drawn:
            self.times += 1
            return Drawn({"part": Markup.escape(said)}, NOW, SOON)

        return draw


async def test_it_is_drawn_again_for_another_scope_another_revision_and_another_time() -> None:
    drawing, once = Drawing(), DrawnOnce()

    async def shown(scope: str, revision: int, now: datetime, said: str) -> str:
        return str((await once.of(scope, revision, now, drawing.of(said))).parts["part"])

    assert await shown("all", 1, NOW, "a") == "a"
    assert await shown("all", 1, SOON - timedelta(seconds=1), "b") == "a"
    assert await shown("one", 1, NOW, "c") == "c"
    assert await shown("all", 1, NOW, "d") == "a"
    assert await shown("all", 2, NOW, "e") == "e"
    assert await shown("one", 1, NOW, "f") == "c"
    # A database put back knows earlier revisions again: they are other ones.
    assert await shown("all", 1, NOW, "g") == "g"
    assert await shown("all", 1, SOON, "h") == "h"
    assert await shown("all", 1, NOW - timedelta(seconds=1), "i") == "i"


async def test_it_is_drawn_once_however_many_ask_at_once() -> None:
    drawing, once, proceed = Drawing(), DrawnOnce(), asyncio.Event()
    plain = drawing.of("a")

    async def slow() -> Drawn:
        drawn = await plain()
        await proceed.wait()
        return drawn

    asked = [asyncio.create_task(once.of("all", 1, NOW, slow)) for _ in range(20)]
    await eventually(lambda: drawing.times == 1)
    proceed.set()
    assert {str(one.parts["part"]) for one in await asyncio.gather(*asked)} == {"a"}
    assert drawing.times == 1


async def test_what_could_not_be_drawn_is_drawn_by_the_next() -> None:
    once = DrawnOnce()

    async def fail() -> Drawn:
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        await once.of("all", 1, NOW, fail)
    assert (await once.of("all", 1, NOW, Drawing().of("a"))).parts["part"] == "a"


async def test_no_more_is_kept_than_it_may() -> None:
    drawing, once = Drawing(), DrawnOnce()
    for scope in ("first", *range(KEPT_MAX - 1), "first", "another"):
        await once.of(scope, 1, NOW, drawing.of("a"))
    assert drawing.times == KEPT_MAX + 1
    await once.of("first", 1, NOW, drawing.of("a"))  # read since: the one before it went
    assert drawing.times == KEPT_MAX + 1
    await once.of(0, 1, NOW, drawing.of("a"))
    assert drawing.times == KEPT_MAX + 2
