"""Handing back: an event that has no outcome is delivered again, later, and is never lost."""

from __future__ import annotations

from types import TracebackType
from typing import Any

import structlog
from faststream import BaseMiddleware
from faststream.exceptions import HandlerException, NackMessage

from services.chassis.database.infrastructure_errors import is_trouble
from services.chassis.reactions.decision import delay_in_trouble_seconds

log = structlog.get_logger(__name__)

UNEXPECTED_DELAY_SECONDS = 5


class HandBack(BaseMiddleware[Any, Any]):
    """The outermost: whatever was raised becomes a delay, also where no handler was found.

    FastStream's own answer to an exception is to give the event back at once, in a hot loop.
    """

    async def after_processed(
        self,
        exc_type: type[BaseException] | None = None,  # noqa: ARG002  FastStream passes it
        exc_val: BaseException | None = None,
        exc_tb: TracebackType | None = None,  # noqa: ARG002  FastStream passes it
    ) -> bool:
        """Raises NackMessage in place of any exception; a cancelled handler gives no answer."""
        if isinstance(exc_val, Exception) and not isinstance(exc_val, HandlerException):
            raise NackMessage(delay=self._delay_seconds(exc_val)) from exc_val
        return False

    def _delay_seconds(self, error: Exception) -> int:
        head = self.msg[0] if isinstance(self.msg, list) else self.msg
        metadata = head.metadata
        if is_trouble(error):
            log.warning("reaction.handed_back", consumer=metadata.consumer, reason=repr(error))
            return delay_in_trouble_seconds(metadata.num_delivered)
        log.error(
            "reaction.unexpected",
            consumer=metadata.consumer,
            subject=head.subject,
            exc_info=error,
        )
        return UNEXPECTED_DELAY_SECONDS
