"""The background throttle of reactions: people's commands go first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from faststream import BaseMiddleware, StreamMessage
from nats.aio.msg import Msg

from services.chassis.base import background_throttle

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

COURTESY_SECONDS = 0.5
"""How long an event lets people's commands pass, when they are many."""


class Throttle(BaseMiddleware[Any, Any]):
    """Waits a moment while many commands come in."""

    async def consume_scope(
        self, call_next: Callable[[Any], Awaitable[Any]], msg: StreamMessage[Msg]
    ) -> Any:
        """Let commands pass, then handle the event."""
        await background_throttle.PROCESS.let_pass(COURTESY_SECONDS)
        return await call_next(msg)
