"""History: what was recorded before a group began to react from now on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from faststream import BaseMiddleware, StreamMessage
from faststream.exceptions import AckMessage
from nats.aio.msg import Msg

from services.chassis.reactions.event_message import EventMessage

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


class History(BaseMiddleware[Any, Any]):
    """Acknowledges what lies before the group's time; `since=` of its declaration."""

    async def consume_scope(
        self, call_next: Callable[[Any], Awaitable[Any]], msg: StreamMessage[Msg]
    ) -> Any:
        """Raises AckMessage for the past: nothing is recorded of it."""
        message = cast("EventMessage", msg)
        await message.inbox.enrol()
        if message.inbox.is_history(message.received):
            raise AckMessage
        return await call_next(msg)
