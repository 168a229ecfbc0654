"""The examples of programs that subscribe, each run from its own README, on a running `up`."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from packaging.requirements import Requirement

from contracts.identifiers import Uai
from deploy.accounts import accounts
from deploy.doctor.subscribers import read_all
from deploy.operations.subscriptions import revoke
from deploy.operations.where import settings_for
from tests.support.forked import ROOT
from tests.support.npm import node_example, with_node
from tests.support.prepared import prepared
from tests.support.processes import Command, passerelle, run
from tests.support.servers import own_folder
from tests.support.waiting import PATIENCE_SECONDS, eventually

EXAMPLES = ROOT / "deploy" / "examples"
OPENED = "fr.passerelle.portal.lycee_opened.v1"
LYCEES = 6
"""Those of the demonstration."""


@dataclass
class Program:
    """An example that runs, and the facts it printed."""

    process: subprocess.Popen[bytes]
    facts: list[dict[str, Any]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def opened(self) -> list[str]:
        return [fact["data"]["uai"] for fact in self.facts if fact["type"] == OPENED]

    def read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as output:
            for raw in output:
                self.facts.append(json.loads(raw))

    def hear(self) -> None:
        assert self.process.stderr is not None
        with self.process.stderr as output:
            for raw in output:
                self.said.append(raw.decode())

    async def ended(self) -> int:
        await eventually(lambda: self.process.poll() is not None)
        return self.process.wait()


@contextmanager
def started(command: list[str], folder: Path, named: Mapping[str, str]) -> Iterator[Program]:
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", **named},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    program = Program(process)
    threads = [threading.Thread(target=one) for one in (program.read, program.hear)]
    for thread in threads:
        thread.start()
    try:
        yield program
    finally:
        process.kill()
        process.wait()
        for thread in threads:
            thread.join(PATIENCE_SECONDS)


def commands_of(readme: Path) -> list[list[str]]:
    """What a README says to type, in words."""
    blocks = re.findall(r"```\n(.*?)```", readme.read_text(), re.DOTALL)
    return [shlex.split(line) for block in blocks for line in block.splitlines()]


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    with own_folder("subscribers") as folder:
        yield folder / "data"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def up(data: Path) -> AsyncIterator[Command]:
    await prepared(data)
    async with passerelle("up", "--demo-accounts", "--data", str(data)) as command:
        await command.ready()
        yield command


async def operator(data: Path, *arguments: str) -> str:
    code, output = await run(*arguments, "--data", str(data))
    assert code == 0, output
    return output


async def open_lycee(data: Path, uai: str) -> None:
    await accounts.open_lycee(settings_for(data), uai, "Lycée inventé", "82121")


async def test_the_example_of_faststream_runs_from_its_readme(
    up: Command, data: Path, tmp_path: Path
) -> None:
    await up.ready()
    readme = EXAMPLES / "faststream" / "README.md"
    subscribe, _, install, typed = commands_of(readme)
    for package in install[2:]:
        required = Requirement(package)
        assert required.specifier.contains(version(required.name))
    setting, program, script = typed
    assert program == ".venv/bin/python"
    copy_into(readme.parent / script, tmp_path)
    given = tmp_path / "region.json"
    assert setting == f"SUBSCRIPTION={given.name}"
    await operator(data, *subscribe[1:], "--file", str(given))
    await follows(data, [sys.executable, script], tmp_path, new=("0829101", "0829102"))


async def test_the_example_of_node_runs_from_its_readme(
    up: Command, data: Path, tmp_path: Path
) -> None:
    await up.ready()
    readme = EXAMPLES / "node" / "README.md"
    subscribe, install, typed = commands_of(readme)
    assert install == ["npm", "ci"]
    setting, program, script = typed
    copy_into(readme.parent / script, tmp_path)
    (tmp_path / "node_modules").symlink_to(node_example() / "node_modules")
    given = tmp_path / "region.json"
    assert setting == f"SUBSCRIPTION={given.name}"
    await operator(data, *subscribe[1:], "--file", str(given))
    node = shutil.which(program, path=with_node()["PATH"])
    assert node is not None
    await follows(data, [node, script], tmp_path, new=("0829103", "0829104"))


def copy_into(file: Path, folder: Path) -> None:
    (folder / file.name).write_bytes(file.read_bytes())


async def follows(data: Path, command: list[str], folder: Path, *, new: tuple[str, str]) -> None:
    """It is told the past and what is new, goes on where it was killed, and ends when revoked."""
    named = {"SUBSCRIPTION": "region.json"}
    first, second = (Uai.numbered(number) for number in new)
    with started(command, folder, named) as program:
        await eventually(lambda: len(program.opened()) >= LYCEES)
        await open_lycee(data, first)
        await eventually(lambda: first in program.opened())
        await eventually(lambda: settled(data))
        before = {fact["id"] for fact in program.facts}
        assert len(before) == len(program.facts) > LYCEES
        program.process.send_signal(signal.SIGKILL)
    await open_lycee(data, second)
    with started(command, folder, named) as program:
        await eventually(lambda: second in program.opened())
        assert not before & {fact["id"] for fact in program.facts}

        await revoke(settings_for(data), "region")
        assert await program.ended() == 1
        assert await eventually(lambda: any("revoked" in line for line in program.said))


async def settled(data: Path) -> bool:
    """Whether the program read everything."""
    return [one.waiting for one in await read_all(settings_for(data))] == [0]


async def test_the_doctor_says_how_far_each_program_is_and_finds_nothing_wrong_for_it(
    up: Command, data: Path, tmp_path: Path
) -> None:
    await up.ready()
    given = tmp_path / "carif.json"
    told = await operator(
        data, "subscriber", "add", "carif", "--events", "LyceeOpened", "--file", str(given)
    )
    assert "carif peut lire dès maintenant." in told

    code, report = await run("doctor", "--data", str(data))

    besides = report.partition("Applications abonnées\u00a0:")[2]
    assert re.search(r"• carif\u00a0: \d+\u00a0faits en attente, n’a encore rien lu", besides)
    assert "✗" not in besides
    assert code == int("✗" in report)  # the disk is this machine's, and may well be full
    assert "carif" in await operator(data, "subscriber", "list")
    assert "coupée" in await operator(data, "subscriber", "revoke", "carif")
    assert await operator(data, "subscriber", "list") == "Aucune application n’est abonnée."


async def test_the_command_refuses_in_french_and_with_a_code(up: Command, data: Path) -> None:
    await up.ready()
    code, output = await run(
        *("subscriber", "add", "region", "--events", "LyceeOpened", "--audience", "bureau"),
        *("--data", str(data)),
    )
    assert code == 1
    assert output.startswith("Personne d’extérieur ne reçoit les faits des bureaux\u202f:")
    assert "On peut s’abonner à\u00a0: " in output
