"""What one account may hold of a service's connections to its database at a time.

A few connections serve everybody. Without a share, who opens twenty slow pages has everybody else
wait five seconds and be refused.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from services.chassis.base.errors import Unavailable
from services.chassis.database.engine import POOL_OVERFLOW, POOL_SIZE, POOL_WAIT_SECONDS

AT_ONCE_MAX = (POOL_SIZE + POOL_OVERFLOW) // 2
WAIT_SECONDS = float(POOL_WAIT_SECONDS)
"""As long as for a connection itself: a page asks for its parts together, and they take turns."""


class TooManyAtOnce(Unavailable):
    """The account's other requests hold its share, and went on holding it."""

    code = "too-many-at-once"
    title = "Trop de demandes à la fois depuis votre compte\u202f: rien n’a été enregistré"


@dataclass
class _Turns:
    free: asyncio.Semaphore
    wanted: int = 0
    """Who holds one and who waits for one: forgotten when nobody does."""


class Shares:
    """The shares of the accounts, in one process of one service."""

    def __init__(self) -> None:
        self._of: dict[UUID, _Turns] = {}

    @asynccontextmanager
    async def held(self, account_id: UUID, *, patient: bool = False) -> AsyncIterator[None]:
        """Hold one part of the account's share, waiting for it if need be.

        `patient`: however long, for an answer that has begun. Raises TooManyAtOnce.
        """
        turns = self._of.setdefault(account_id, _Turns(asyncio.Semaphore(AT_ONCE_MAX)))
        turns.wanted += 1
        try:
            try:
                async with asyncio.timeout(None if patient else WAIT_SECONDS):
                    await turns.free.acquire()
            except TimeoutError:
                raise TooManyAtOnce from None
            try:
                yield
            finally:
                turns.free.release()
        finally:
            turns.wanted -= 1
            if not turns.wanted:
                del self._of[account_id]
