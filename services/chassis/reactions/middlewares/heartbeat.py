"""The heartbeat of a handler: the stream knows that it still works."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any, cast

import nats.errors
from faststream import BaseMiddleware, ContextRepo, StreamMessage
from nats.aio.msg import Msg

from services.chassis.reactions.event_message import EventMessage

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


class Heartbeat(BaseMiddleware[Any, Any]):
    """Says in time that the event is being handled, so that nobody else is given it."""

    def __init__(self, msg: Any, /, *, context: ContextRepo, every_seconds: float) -> None:
        super().__init__(msg, context=context)
        self._every_seconds = every_seconds

    async def consume_scope(
        self, call_next: Callable[[Any], Awaitable[Any]], msg: StreamMessage[Msg]
    ) -> Any:
        """Beat until the handler is done."""
        beating = asyncio.create_task(self._beat(cast("EventMessage", msg)))
        try:
            return await call_next(msg)
        finally:
            beating.cancel()

    async def _beat(self, message: EventMessage) -> None:
        while True:
            await asyncio.sleep(self._every_seconds)
            with contextlib.suppress(nats.errors.Error, OSError):
                await message.in_progress()
