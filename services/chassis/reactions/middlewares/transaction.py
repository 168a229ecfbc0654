"""The transaction of a reaction: inbox row and effects, committed before the stream is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from faststream import BaseMiddleware, StreamMessage
from nats.aio.msg import Msg

from services.chassis.reactions.decision import Readable
from services.chassis.reactions.dependencies import current
from services.chassis.reactions.event_message import EventMessage

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


class Transaction(BaseMiddleware[Any, Any]):
    """Opens the unit of work, and gives it to the handler."""

    async def consume_scope(
        self, call_next: Callable[[Any], Awaitable[Any]], msg: StreamMessage[Msg]
    ) -> Any:
        """Handle the event once. The commit is the last thing done here."""
        message = cast("EventMessage", msg)
        received = message.received
        readable = cast("Readable", received.contents)  # `Parking` keeps the rest
        opening = message.inbox.transaction(received, readable, unanswered=message.unanswered)
        async with opening as uow:
            with current(uow, readable.envelope):
                return await call_next(msg)
