"""The trace of an event goes on in the reactions to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from faststream import BaseMiddleware, StreamMessage
from nats.aio.msg import Msg

from services.chassis.reactions.decision import Readable
from services.chassis.reactions.event_message import EventMessage

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


class Trace(BaseMiddleware[Any, Any]):
    """Times the transaction as a span of the trace that the envelope names."""

    async def consume_scope(
        self, call_next: Callable[[Any], Awaitable[Any]], msg: StreamMessage[Msg]
    ) -> Any:
        """Handle the event inside of the span."""
        message = cast("EventMessage", msg)
        readable = cast("Readable", message.received.contents)  # `Parking` keeps the rest
        async with message.inbox.span(readable.envelope):
            return await call_next(msg)
