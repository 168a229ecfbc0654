"""A program that reads a file apart, as one that somebody's file has taken over: it tries what it can."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from services.chassis.files.reader_process import answer_apart


def read(_: bytes, options: Mapping[str, Any]) -> Iterator[Any]:
    """What it has, then what each attempt came to."""
    secret, door = options["secret"], options["door"]
    yield dict(os.environ)
    yield str(Path.cwd())
    for attempt in (
        lambda: Path(secret).read_text(),
        lambda: list(Path(secret).parent.iterdir()),
        lambda: Path(f"/proc/{os.getppid()}/environ").read_text(),
        lambda: Path(door).write_text("taken"),
        lambda: socket.create_connection(("127.0.0.1", options["port"])),
        lambda: subprocess.run([sys.executable, "-c", "print(1)"], check=True),
    ):
        yield _outcome(attempt)


def _outcome(attempt: Callable[[], object]) -> str:
    try:
        return f"done: {attempt()}"
    except (OSError, subprocess.SubprocessError) as refused:
        return type(refused).__name__


if __name__ == "__main__":
    answer_apart(read)
