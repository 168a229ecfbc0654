"""Where lines are written, which may have no room left: telling of trouble must not be trouble."""

from contextlib import suppress
from typing import TextIO


class Outlet:
    """A stream that drops what it cannot write: the disk is full, or nobody reads the pipe."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write, if that can be."""
        with suppress(OSError):
            return self._stream.write(text)
        return 0

    def flush(self) -> None:
        """Hand over what was written, if that can be."""
        with suppress(OSError):
            self._stream.flush()
