"""Telling trouble of the service apart from trouble with an event."""

from __future__ import annotations

import errno

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from services.chassis.base.errors import Unavailable
from services.chassis.database.engine import is_connection_loss, is_retryable, lacks_resources

_LACKING = {errno.ENOMEM, errno.EMFILE, errno.ENFILE, errno.ENOSPC, errno.EDQUOT}
"""Memory, open files (of the process, of the machine), room on the disk, room of the account."""
_NO_THREAD = "can't start new thread"


def lacks_means(error: BaseException) -> bool:
    """Whether this process lacks memory, open files, threads or room: nothing an event could help."""
    if isinstance(error, MemoryError):
        return True
    if isinstance(error, OSError):
        return error.errno in _LACKING
    return isinstance(error, RuntimeError) and str(error) == _NO_THREAD


def is_trouble(error: BaseException) -> bool:
    """Whether the service itself cannot work at the moment, whatever the event."""
    if isinstance(error, Unavailable | PoolTimeout):
        return True
    if is_connection_loss(error) or lacks_resources(error) or lacks_means(error):
        return True
    return isinstance(error, DBAPIError) and is_retryable(error)
