"""Patient pulls: what FastStream fetches with, which waits where FastStream and nats-py would not."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from typing import Any

import nats.errors

AFTER_FAILED_PULL_SECONDS = 1.0
AT_HAND_SECONDS = 0.5
"""How long the rest of a batch may take that the server said it has."""


@dataclass(frozen=True)
class Patience:
    """How long is waited for what is told at once, unless the server forgot to tell it."""

    pull_seconds: float = 10.0
    """A pull the server forgot without a word is asked again this soon; one that went with a
    connection is asked again as soon as there is another (`PatientPull`).
    """
    check_seconds: float = 10.0
    """A durable is looked at so often, and as soon as a pull fails."""


PATIENCE = Patience()


class PatientPull:
    """A pull subscription whose failed fetches wait instead of being asked again at once.

    A fetch waits long, since it costs the server and us something each time it is asked again. One that
    went with its connection is ended by `ask_again`, and FastStream makes the next one.
    """

    def __init__(self, subscription: Any) -> None:
        self._subscription = subscription
        self._asked: asyncio.Future[list[Any]] | None = None
        self._again = False
        self.failed = asyncio.Event()
        """Set when a fetch was refused: the durable may be gone."""

    def ask_again(self) -> None:
        """Ask anew; what the fetch was given meanwhile is still handed over."""
        if self._asked is not None and not self._asked.done():
            self._again = True
            self._asked.cancel()

    async def fetch(self, batch: int, timeout: float) -> list[Any]:
        """FastStream's. Raises TimeoutError when nothing came."""
        try:
            return await self._fetch(batch, timeout)
        except (TimeoutError, nats.errors.TimeoutError):
            raise
        except Exception as error:  # waited out: FastStream would retry at once
            # no responders, consumer deleted, connection closed
            self.failed.set()
            await asyncio.sleep(AFTER_FAILED_PULL_SECONDS)
            raise nats.errors.TimeoutError from error

    async def _fetch(self, batch: int, timeout: float) -> list[Any]:
        fetch = self._subscription.fetch(batch=batch, timeout=timeout)
        self._asked, self._again = asyncio.ensure_future(fetch), False
        try:
            return await self._asked
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if not self._again or (task is not None and task.cancelling()):
                raise
            raise nats.errors.TimeoutError from None

    async def unsubscribe(self) -> None:
        """FastStream's, as it stops."""
        with contextlib.suppress(Exception):  # already gone with its connection
            await self._subscription.unsubscribe()


class PatientBatch(PatientPull):
    """The same for a batch: what is at hand, without waiting for more to come.

    FastStream and nats-py would fill the batch until the time is over.
    """

    _handed_on = False

    async def fetch(self, batch: int, timeout: float) -> list[Any]:
        """FastStream's. Raises TimeoutError when nothing came."""
        if self._handed_on:
            self._handed_on = False
            raise nats.errors.TimeoutError
        messages = await super().fetch(batch=1, timeout=timeout)
        head = messages[-1].metadata
        # the server does not say how many it has to deliver again
        at_hand = batch - 1 if head.num_delivered > 1 else min(head.num_pending, batch - 1)
        if at_hand:
            with contextlib.suppress(Exception):  # given to another replica, or cut off: one came
                messages += await self._subscription.fetch(batch=at_hand, timeout=AT_HAND_SECONDS)
        self._handed_on = len(messages) < batch
        return messages
