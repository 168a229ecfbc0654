"""A peer in an environment of its own: installed, filled with companies, served, asked."""

import asyncio
import os
import subprocess
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import psutil

from deploy.embedded.ports import free_port
from deploy.embedded.postgres import EmbeddedPostgres
from tests.bench.costs import Ask
from tests.support.waiting import eventually

HERE = Path(__file__).parent
ENVIRONMENTS = HERE.parents[2] / "var" / "peers"
WORKERS = "2"


@dataclass(frozen=True)
class Asks:
    """How a peer is asked for each kind of request."""

    create: Ask
    list: Ask
    search: Ask


@dataclass(frozen=True)
class Environment:
    """A folder to work in, the servers it uses, and the programs that are installed in it."""

    name: str
    folder: Path
    postgres: EmbeddedPostgres
    redis: str

    @property
    def bin(self) -> Path:
        return ENVIRONMENTS / self.name / "bin"

    def run(self, *arguments: str, variables: Mapping[str, str]) -> str:
        """What a program of the environment prints; raises with its errors when it fails."""
        done = subprocess.run(  # its own files, nothing a user gave
            [str(self.bin / arguments[0]), *arguments[1:]],
            cwd=self.folder,
            env={**os.environ, **variables},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{self.name}: {' '.join(arguments)}\n{done.stderr[-4000:]}")
        return done.stdout

    @asynccontextmanager
    async def served(
        self, application: str, variables: Mapping[str, str]
    ) -> AsyncIterator[tuple[str, psutil.Process]]:
        """Its web server, as its documentation runs it: gunicorn with two workers."""
        bound = f"127.0.0.1:{free_port()}"
        with (self.folder / "served.log").open("w") as log:
            process = await asyncio.create_subprocess_exec(
                *(str(self.bin / "gunicorn"), application, "-w", WORKERS, "-b", bound),
                cwd=self.folder,
                env={**os.environ, **variables},
                stdout=log,
                stderr=log,
            )
        try:
            await eventually(lambda: _answers(bound), within_seconds=90)
            yield f"http://{bound}", psutil.Process(process.pid)
        finally:
            process.terminate()
            await process.wait()


async def _answers(bound: str) -> bool:
    async with httpx2.AsyncClient(trust_env=False, timeout=60) as client:
        try:
            await client.get(f"http://{bound}/")
        except httpx2.TransportError:
            return False
    return True


Serving = Callable[[Environment], AbstractAsyncContextManager[tuple[Asks, psutil.Process]]]
"""Fills and serves a peer; what it is asked, and its web server."""
