"""Passerelle with its demonstration, run from a tree of its code: this one, or one of another commit."""

import asyncio
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import psutil

from services.chassis.base.demonstration import loading_percent
from tests.journeys.people import sign_in
from tests.support.forked import own_environment
from tests.support.processes import ADDRESS
from tests.support.waiting import eventually

HERE = Path(__file__).parents[2]
LOADED_WITHIN_SECONDS = 900.0
_ACCOUNT = re.compile(r"^\s*(\S+@\S+\.example)\s+(\S+)", re.MULTILINE)


@dataclass(frozen=True)
class Running:
    """A running `up`, whose demonstration is loaded."""

    address: str
    passwords: Mapping[str, str]
    process: psutil.Process

    @asynccontextmanager
    async def signed_in(self, mail: str) -> AsyncIterator[httpx2.AsyncClient]:
        """The browser of one of its people."""
        client = httpx2.AsyncClient(base_url=self.address, trust_env=False, timeout=60)
        async with client:
            await sign_in(client, mail, self.passwords[mail])
            yield client


@asynccontextmanager
async def running_tree(tree: Path, data: Path) -> AsyncIterator[Running]:
    """Start `up --demo` from a tree, wait until its year is loaded, stop it."""
    log = data.with_suffix(".log")
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", "from deploy.cli import main; main()"),
            *("up", "--demo", "--data", str(data)),
            cwd=tree,
            env={**own_environment(), "PYTHONPATH": str(tree), "PYTHONUNBUFFERED": "1"},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=asyncio.subprocess.STDOUT,
        )
    try:
        yield await _loaded(process, log, data)
    finally:
        process.send_signal(signal.SIGINT)
        await process.wait()


async def _loaded(process: asyncio.subprocess.Process, log: Path, data: Path) -> Running:
    said = await eventually(lambda: _said(process, log, data), within_seconds=LOADED_WITHIN_SECONDS)
    address = ADDRESS.findall(said)[-1]
    return Running(address, dict(_ACCOUNT.findall(said)), psutil.Process(process.pid))


def _said(process: asyncio.subprocess.Process, log: Path, data: Path) -> str:
    """What it printed, once everything answers and the year is there; nothing before."""
    said = log.read_text(errors="replace")
    if process.returncode is not None:
        raise RuntimeError(said)
    return said if "Ctrl-C" in said and loading_percent(data) is None else ""


def checkout(commit: str, folder: Path) -> Path:
    """The code of another commit, in a folder. Raises CalledProcessError for one nobody knows."""
    folder.mkdir()
    packed = subprocess.run(
        ["git", "-C", str(HERE), "archive", commit],
        check=True,
        stdout=subprocess.PIPE,
    )
    subprocess.run(["tar", "-x", "-C", str(folder)], input=packed.stdout, check=True)
    return folder
