"""A program that reads a file apart, once the test that asked for it lets it."""

import fcntl
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from services.chassis.importing.apart import answer_apart


def read(content: bytes, options: Mapping[str, Any]) -> Iterator[str]:
    """What the file says, after saying that it came and while nobody holds the door."""
    door = Path(options["door"])
    (door.parent / f"came-{os.getpid()}").touch()
    with door.open() as held:
        fcntl.flock(held, fcntl.LOCK_SH)
    yield content.decode()


if __name__ == "__main__":
    answer_apart(read)
