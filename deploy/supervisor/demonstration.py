"""The demonstration under `up`: accounts at once, the rest by a process of its own."""

import asyncio
import json
import os
import re
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from pydantic import SecretStr

from deploy.demo import make_demo
from deploy.demo.memory import Memory
from deploy.embedded.child import KEPT_VARIABLES, LEASH
from deploy.supervisor.output import say
from deploy.supervisor.servers import background
from services.chassis.base.demonstration import forget_loading, note_loading
from services.chassis.base.settings import Settings

STOP_WITHIN_SECONDS = 5
PERCENT = re.compile(r"(\d+)\u202f%")
_ROOT = Path(__file__).parents[2]


async def accounts(settings: Settings, folder: Path) -> list[str]:
    """Make the accounts that are missing; a line for each of them, with its password."""
    shown = [one.line() for one in await make_demo(settings, folder)]
    return ["Comptes de démonstration\u202f: adresse, mot de passe, qui c’est", *shown, ""]


@asynccontextmanager
async def loading(
    settings: Settings, folder: Path, then: Callable[[], None]
) -> AsyncIterator[None]:
    """Load the demonstration meanwhile, `then` say again where it is; stopped at the end, it goes
    on at the next start.
    """
    if Memory.of(folder).complete:
        yield
        return

    async def work() -> None:
        try:
            if await _load(settings, folder):
                then()
        finally:
            forget_loading(folder)

    note_loading(folder, 0)
    async with background(work):
        yield


async def _load(settings: Settings, folder: Path) -> bool:
    say("Démonstration\u202f: une année de travail se charge, vous pouvez déjà vous connecter.")
    started = time.monotonic()
    child = await _start(folder)
    try:
        if child.stdin is None or child.stdout is None:
            raise RuntimeError("a child started with pipes has them")
        child.stdin.write(_told(settings))
        child.stdin.close()
        async for line in child.stdout:
            _tell(folder, line.decode("utf-8", "replace").rstrip())
        code = await child.wait()
    finally:
        await _stop(child)
    if code:
        say(
            "Démonstration\u202f: interrompue. Elle reprendra où elle en est au prochain lancement."
        )
        return False
    elapsed = f"{time.monotonic() - started:.0f}\u202fs"
    say(f"Démonstration\u202f: tout est chargé (en {elapsed}). Données inventées.")
    return True


def _tell(folder: Path, line: str) -> None:
    """Each percent is written down for the pages, each tenth is said; so is whatever else it tells."""
    percent = PERCENT.fullmatch(line)
    if percent:
        note_loading(folder, int(percent[1]))
    if not percent or int(percent[1]) % 10 == 0:
        say(f"Démonstration\u202f: {line}")


async def _start(folder: Path) -> asyncio.subprocess.Process:
    """On the leash of every child: killed with us, and no variable of ours, so no secret."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-S", str(LEASH), str(signal.SIGTERM.value), str(os.getpid())),
        *("-1", "-1", sys.executable, "-m", "deploy.demo", str(folder)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
        cwd=_ROOT,
        env={key: os.environ[key] for key in KEPT_VARIABLES if key in os.environ},
    )


async def _stop(child: asyncio.subprocess.Process) -> None:
    """Whatever is under way is rolled back by the database."""
    with suppress(ProcessLookupError):
        child.terminate()
    try:
        await asyncio.wait_for(child.wait(), STOP_WITHIN_SECONDS)
    except TimeoutError:
        child.kill()
        await child.wait()


def _told(settings: Settings) -> bytes:
    """By the standard input: neither a command line nor an environment shows a secret."""
    values = {
        name: value.get_secret_value() if isinstance(value, SecretStr) else value
        for name, value in settings.model_dump().items()
    }
    return json.dumps(values, default=str).encode()
