"""A program that makes documents again and again: it says which process it is, fails, or never ends."""

import json
import os
import signal
from typing import Any

from services.chassis.documents.kept_process import make_again_and_again
from tests.chassis.curious_reader import read


def make(asked: Any, content: bytes) -> bytes:
    """What is asked for."""
    if asked == "fail":
        raise ValueError
    if asked == "never":
        signal.pause()
    if asked == "who":
        return str(os.getpid()).encode()
    return json.dumps(list(read(content, asked))).encode()


if __name__ == "__main__":
    make_again_and_again(make)
