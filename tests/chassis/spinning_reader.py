"""A program that reads a file apart and never ends, or takes all the memory there is."""

from collections.abc import Iterator, Mapping
from typing import Any

from services.chassis.files.reader_process import answer_apart


def read(content: bytes, _: Mapping[str, Any]) -> Iterator[str]:
    """Go on for as long as it is let."""
    held = [content]
    while held:
        if content == b"memory":
            held.append(bytes(100_000_000))
    yield "the end"


if __name__ == "__main__":
    answer_apart(read)
