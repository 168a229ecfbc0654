"""`python -m MODULE …` of our own modules, forked from a process that has loaded the product.

Loading it takes seconds of processor, and the tests start some two hundred such processes. What is
forked has a session, an environment, an input and an output of its own, as what is started; its
command line, as the system tells it, and what Python reads before it begins (`PYTHON…`) are those
of the process it was forked from. Those of `deploy/test_terminal.py`, of the examples for subscribers and of `up`'s
own demonstration are new processes: that a program loads what it needs is seen there.
"""

import multiprocessing
import os
import runpy
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path

ROOT = Path(__file__).parents[2]
_FORKING = multiprocessing.get_context("forkserver")
_FORKING.set_forkserver_preload(["pytest", "tests.support.loaded"])


def own_environment() -> dict[str, str]:
    """That of the tests without our settings: only those given to a process count."""
    return {k: v for k, v in os.environ.items() if not k.startswith("PASSERELLE_")}


def started_anew(
    module: str,
    arguments: Sequence[str],
    environment: Mapping[str, str],
    *,
    keyboard: int,
    screen: int,
) -> subprocess.Popen[bytes]:
    """The same as `Forked`, that loads what it needs itself: what a start costs is measured on it."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env={**environment, "PYTHONUNBUFFERED": "1"},
        stdin=keyboard,
        stdout=screen,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    for passed in (keyboard, screen):
        os.close(passed)
    return process


class Forked:
    """A running module; offers what the tests ask of a `subprocess.Popen`."""

    def __init__(
        self,
        module: str,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        *,
        keyboard: int,
        screen: int,
    ) -> None:
        """`keyboard` and `screen` are descriptors for its input and output: closed here, once passed."""
        passed = Connection(keyboard, writable=False), Connection(screen, readable=False)
        self._process = _FORKING.Process(
            target=_run, args=(module, list(arguments), dict(environment), *passed), daemon=True
        )
        self._process.start()
        for one in passed:
            one.close()
        started = self._process.pid
        assert started is not None
        self.pid = started

    @property
    def returncode(self) -> int | None:
        """As of `subprocess.Popen`: minus the number of the signal that ended it."""
        return self._process.exitcode

    def poll(self) -> int | None:
        """Its exit code, once it ended."""
        return self._process.exitcode

    def ended(self) -> bool:
        """Whether it has."""
        return self.poll() is not None

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code; `TimeoutError` when it still runs after so many seconds."""
        self._process.join(timeout)
        code = self._process.exitcode
        if code is None:
            raise TimeoutError(f"process {self.pid} still runs")
        return code

    def send_signal(self, number: int) -> None:
        """Send it, unless it ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)


def _run(
    module: str,
    arguments: Sequence[str],
    environment: Mapping[str, str],
    keyboard: Connection,
    screen: Connection,
) -> None:
    """Become that module."""
    os.setsid()
    os.chdir(ROOT)
    for passed, numbers in ((keyboard, (0,)), (screen, (1, 2))):
        for number in numbers:
            os.dup2(passed.fileno(), number)
        passed.close()
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", buffering=1, encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", buffering=1, encoding="utf-8", closefd=False)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
