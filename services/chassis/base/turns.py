"""Turns at what is costly and few at a time, one after the other for each who asks.

Two documents are made at once in a service, for everybody. Without turns, who asks for six has
everybody else wait until the sixth.
"""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from contextvars import ContextVar

ASKING: ContextVar[Hashable] = ContextVar("asking", default=None)
"""Who asks for what is done now: an account, the address of somebody without one, or nobody: a reaction."""


class Turns:
    """Places of one process, of which one who asks holds one at most, and the others in turn."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._held: Counter[Hashable] = Counter()
        # Who waits: the next first, who was served last at the end.
        self._waiting: dict[Hashable, deque[asyncio.Future[None]]] = {}

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[None]:
        """Hold a place, waiting for it if need be: for one's own turn, and for a place."""
        who = ASKING.get()
        given = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(who, deque()).append(given)
        self._give()
        try:
            await given
            yield
        finally:
            self._leave(who, given)

    def _give(self) -> None:
        """Give each free place to the next who holds none."""
        while self._held.total() < self._places:
            given = self._next()
            if given is None:
                return
            given.set_result(None)

    def _next(self) -> asyncio.Future[None] | None:
        for who, queue in list(self._waiting.items()):
            if self._held[who]:
                continue
            del self._waiting[who]
            # Who gave up is done with, and has not left yet.
            wanted = deque(one for one in queue if not one.done())
            if not wanted:
                continue
            given = wanted.popleft()
            if wanted:
                self._waiting[who] = wanted
            self._held[who] += 1
            return given
        return None

    def _leave(self, who: Hashable, given: asyncio.Future[None]) -> None:
        """Give back a place, or the wait for one."""
        if given.done() and not given.cancelled():
            self._held[who] -= 1
            if not self._held[who]:
                del self._held[who]
            if (queue := self._waiting.pop(who, None)) is not None:
                # Whoever came meanwhile comes first.
                self._waiting[who] = queue
        elif (queue := self._waiting.get(who)) and given in queue:
            queue.remove(given)
        self._give()
