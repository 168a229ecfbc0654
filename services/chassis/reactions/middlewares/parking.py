"""Parking: an event that cannot be handled is kept apart, and those after it go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from faststream import BaseMiddleware, StreamMessage
from nats.aio.msg import Msg

from services.chassis.nats.parse_envelope import Unreadable
from services.chassis.reactions.event_message import EventMessage
from services.chassis.unit_of_work.parked_events import Park

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


class Parking(BaseMiddleware[Any, Any]):
    """Parks what nobody can read, what failed, and what kills; its row is then the outcome.

    Rejecting (`RejectMessage`, FastStream's default) would leave no trace of the event.
    """

    async def consume_scope(
        self, call_next: Callable[[Any], Awaitable[Any]], msg: StreamMessage[Msg]
    ) -> None:
        """Have the event handled or parked. Trouble of the service itself is raised."""
        message = cast("EventMessage", msg)
        inbox, received = message.inbox, message.received
        if isinstance(received.contents, Unreadable):
            why = received.contents
            await inbox.park(received, Park(why.reason, why.detail))
            return
        message.unanswered = await inbox.count_deliveries(received)
        async with inbox.parking_failures(received):
            await call_next(msg)
