"""A program that reads a file apart, once the test that asked for it lets it."""

import fcntl
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from services.chassis.files.reader_process import answer_apart


def come(options: Mapping[str, Any]) -> None:
    """Say that it came, and wait while somebody holds the door."""
    door = Path(options["door"])
    (door.parent / f"came-{os.getpid()}").touch()
    with door.open() as held:
        fcntl.flock(held, fcntl.LOCK_SH)


def read(content: bytes, _: Mapping[str, Any]) -> Iterator[str]:
    """What the file says."""
    yield content.decode()


if __name__ == "__main__":
    answer_apart(read, come)
