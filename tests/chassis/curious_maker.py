"""A program that makes a document apart, as one that somebody's model has taken over: it tries what it can."""

import json
from typing import Any

from services.chassis.documents.apart import answer_made
from tests.chassis.curious_reader import read


def make(asked: Any, content: bytes) -> bytes:
    """What it has, then what each attempt came to."""
    return json.dumps(list(read(content, asked))).encode()


if __name__ == "__main__":
    answer_made(make)
