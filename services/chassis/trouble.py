"""Telling trouble of the service apart from trouble with an event."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from services.chassis.database import is_connection_loss, is_retryable, lacks_resources
from services.chassis.errors import Unavailable


def is_trouble(error: BaseException) -> bool:
    """Whether the service itself cannot work at the moment, whatever the event."""
    if isinstance(error, Unavailable | PoolTimeout):
        return True
    if is_connection_loss(error) or lacks_resources(error):
        return True
    return isinstance(error, DBAPIError) and is_retryable(error)
