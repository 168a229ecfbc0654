"""`python -m tests.faults.mother N`: everything is loaded once, each plan is run by a fork.

Plans come one by one through the socket N, each with the file that its outcome is written to; who
sent it reads that file to its end. It ends when the socket does.
"""

from __future__ import annotations

import gc
import json
import os
import socket
import sys
import traceback
from contextlib import suppress
from dataclasses import asdict

from tests.faults.crash import Plan, keep_from_lives, run
from tests.support.logs import log_plainly

MESSAGE_BYTES_MAX = 64 * 1024


def main() -> None:
    log_plainly()
    gc.collect()
    gc.freeze()
    with socket.socket(fileno=int(sys.argv[1])) as plans:
        while True:
            message, files, _, _ = socket.recv_fds(plans, MESSAGE_BYTES_MAX, 1)
            if not message:
                return
            _reap()
            if os.fork() == 0:
                _answer(json.loads(message), files[0])
            os.close(files[0])


def _reap() -> None:
    """Take leave of those that ended."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _answer(plan: dict[str, object], file: int) -> None:
    """Run the plan in this fork, which ends with it."""
    try:
        keep_from_lives(file)
        try:
            told = asdict(run(Plan(**plan)))  # type: ignore[arg-type]  # as it was written
        except BaseException:  # noqa: BLE001 - whatever it is, who sent the plan is told
            told = {"broken": traceback.format_exc()}
        with os.fdopen(file, "w") as answer:
            json.dump(told, answer)
    finally:
        os._exit(0)


if __name__ == "__main__":
    main()
