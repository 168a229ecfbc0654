"""What somebody who types `make up` in a terminal has before their eyes."""

import asyncio
import os
import pty
import shutil
import signal
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from deploy.demo.lycees import ACCOUNTS
from deploy.supervisor.output import RULE
from tests.support.forked import own_environment, started_anew
from tests.support.prepared import prepared
from tests.support.processes import READY_WITHIN_SECONDS
from tests.support.servers import own_folder
from tests.support.waiting import eventually

REPOSITORY = Path(__file__).parents[2]


class Terminal:
    """A `passerelle …` started in a terminal, and what is seen there."""

    def __init__(self, *arguments: str, **environment: str) -> None:
        self._screen, seen = pty.openpty()
        nobody = os.open(os.devnull, os.O_RDONLY)
        self.process = started_anew(
            "deploy.cli", arguments, own_environment() | environment, keyboard=nobody, screen=seen
        )
        self._read = b""
        threading.Thread(target=self._look, daemon=True).start()

    @property
    def text(self) -> str:
        return self._read.decode("utf-8", "replace").replace("\r\n", "\n")

    def _look(self) -> None:
        # A terminal whose program ended is an error to read, not an end.
        with suppress(OSError):
            while part := os.read(self._screen, 4096):
                self._read += part
        os.close(self._screen)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)


@pytest.mark.parametrize("asked", [False, True], ids=["by itself", "logs are asked for"])
async def test_a_terminal_ends_with_who_may_come_in_and_where(asked: bool) -> None:
    environment = {"PASSERELLE_LOG_LEVEL": "INFO"} if asked else {}
    with own_folder("terminal") as folder:
        data = str(await prepared(folder / "data"))
        terminal = Terminal("up", "--demo-accounts", "--data", data, **environment)
        try:
            await eventually(
                lambda: terminal.text.count(RULE) == 2, within_seconds=READY_WITHIN_SECONDS
            )
        finally:
            terminal.stop()

    before, block, _ = terminal.text.split(RULE)
    assert before.startswith(f"Passerelle démarre. Données\u202f: {data}")
    steps = ("Bases de données (", "Bus d’événements (", "Services, et", "Comptes de démonstration")
    places = [before.find(step) for step in steps]
    assert places == sorted(places)
    assert places[0] > 0
    assert all(one.mail in block for one in ACCOUNTS)
    assert "Passerelle répond à http://127.0.0.1:" in block.strip().splitlines()[-3]
    assert "WARNING" not in before
    assert ("reactions.started" in before, "LOG:" in before) == (asked, asked), before


async def test_make_up_says_that_it_installs_before_it_does() -> None:
    """On a machine where nothing is installed: what make would do, and what it says first."""
    with own_folder("make") as folder:
        for name in ("Makefile", "requirements.lock", "pyproject.toml"):
            shutil.copy(REPOSITORY / name, folder)
        make = await asyncio.create_subprocess_exec(
            *("make", "--dry-run", "--no-print-directory", "up"),
            cwd=folder,
            stdout=asyncio.subprocess.PIPE,
        )
        told, _ = await make.communicate()
    first, *_ = told.decode().splitlines()
    assert first.startswith('echo "Installation de ce dont Passerelle a besoin')
