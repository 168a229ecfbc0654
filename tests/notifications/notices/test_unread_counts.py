"""The count beside the bell: no page waits long for it, fails by it, or shows an old one as new."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, cast
from uuid import uuid4

from contracts.notices import UnreadNotices
from services.chassis.base.identity import Grant, Identity, Role
from services.chassis.live.unread_counts import FRESH_SECONDS, UnreadCounts
from services.chassis.questions import Asker
from tests.notifications.world import HERE
from tests.support.waiting import eventually

READER = Identity(uuid4(), "Camille", (Grant(Role.RBDE, HERE),))


class Telling:
    """Notifications, as a page hears of it: each time as it is told to answer."""

    service = "internships"

    def __init__(self, *answers: Callable[[], Awaitable[int]]) -> None:
        self._answers = iter(answers)

    async def __call__(self, *_: Any) -> UnreadNotices:
        return UnreadNotices(many=await next(self._answers)())


async def shown(counts: UnreadCounts, telling: Telling) -> int | None:
    return await counts.of(READER, cast("Asker", telling), HERE)


def at_once(many: int) -> Callable[[], Awaitable[int]]:
    async def answer() -> int:
        return many

    return answer


async def test_a_count_asked_before_it_changed_does_not_hide_the_one_asked_after() -> None:
    counts = UnreadCounts()
    old, new = asyncio.Event(), asyncio.Event()

    async def before() -> int:
        await old.wait()
        return 3

    async def after() -> int:
        old.set()
        await new.wait()
        return 2

    telling = Telling(before, after)
    first = asyncio.create_task(shown(counts, telling))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    counts.forget(READER.account_id)
    second = asyncio.create_task(shown(counts, telling))
    await first
    new.set()

    assert await second == 2


async def test_an_answer_that_is_none_fails_no_page() -> None:
    async def broken() -> int:
        raise ValueError("an answer of another version")

    now = 0.0
    counts = UnreadCounts(clock=lambda: now)
    telling = Telling(broken, at_once(4))
    assert await shown(counts, telling) is None

    now = FRESH_SECONDS + 1

    async def known() -> bool:
        return await shown(counts, telling) == 4

    await eventually(known)
