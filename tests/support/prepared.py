"""Data folders of `passerelle up` whose databases are made and migrated, and their templates compiled.

What a first start does beyond a second one takes eight seconds of processor. Such a folder is one
of an `up` that was stopped before it served anybody: it has no account, no port and no stream yet.
First starts themselves are those of `tests/deploy/test_up.py` and `tests/deploy/test_first_steps.py`.

Where tests run side by side, one is made for all of them while they are still collected; the cluster
of each test process is a copy of it too.
"""

import asyncio
import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from pydantic import SecretStr

from deploy.data_folder import DataFolder
from deploy.embedded.postgres import EmbeddedPostgres
from deploy.services import SERVICES
from services.chassis.base.settings import Settings
from services.chassis.database.migrations import run_migrations
from services.chassis.security.credentials import create_missing
from services.chassis.web.answers import rendering
from tests.support.forked import ROOT, Forked, own_environment
from tests.support.servers import own_folder
from tests.support.waiting import eventually

MADE_WITHIN_SECONDS = 120.0
SHARED = "TESTS_PREPARED"
"""The variable that tells the test processes of a run where the one for all of them is made."""
_KEPT = ExitStack()
_TEMPLATES: list[Path] = []


def is_shared() -> bool:
    """Whether this process is one of several that copy the same folder."""
    return SHARED in os.environ


def prepare_for_all() -> None:
    """Begin to make, in a process of its own, what all test processes of this run will copy."""
    place = _KEPT.enter_context(own_folder("shared"))
    os.environ[SHARED] = str(place)
    making = subprocess.Popen(
        [sys.executable, "-m", __name__, str(place / "data")], cwd=ROOT, stdin=subprocess.DEVNULL
    )
    _KEPT.callback(making.wait)
    _KEPT.callback(making.terminate)


async def prepared(data: Path) -> Path:
    """Make that data folder, a copy of one that is made once; the same path."""
    if not _TEMPLATES:
        _TEMPLATES.append(await (_shared() if is_shared() else _own()))
    # The cluster is its system user's: `shutil` would make it ours.
    copying = await asyncio.create_subprocess_exec("cp", "-a", _TEMPLATES[0], data)
    assert await copying.wait() == 0, "the data folder could not be copied"
    return data


async def _shared() -> Path:
    """The one for all, once it is there: services of this process draw with its templates."""
    data = Path(os.environ[SHARED]) / "data"
    await eventually(
        lambda: data.exists() or _failed(data).exists(), within_seconds=MADE_WITHIN_SECONDS
    )
    assert data.exists(), "no data folder could be prepared for all: see what was printed first"
    rendering._compiled.keep_in(data)
    return data


async def _own() -> Path:
    data = _KEPT.enter_context(own_folder("prepared")) / "data"
    null = os.open(os.devnull, os.O_RDONLY), os.open(os.devnull, os.O_WRONLY)
    made = Forked(__name__, [str(data)], own_environment(), keyboard=null[0], screen=null[1])
    assert await eventually(made.ended, within_seconds=MADE_WITHIN_SECONDS)
    assert made.returncode == 0, "no data folder could be prepared"
    return data


def _failed(data: Path) -> Path:
    return data.with_name("failed")


def forget() -> None:
    """Remove what copies are made of."""
    _TEMPLATES.clear()
    _KEPT.close()


async def _make(folder: DataFolder) -> None:
    postgres = EmbeddedPostgres(folder.path, fsync=False)
    await postgres.start()
    try:
        settings = Settings(
            database_url=SecretStr(postgres.url),
            database_ssl="disable",
            credentials=folder.credentials,
        )
        create_missing(settings.credentials, [service.name for service in SERVICES])
        for service in SERVICES:
            await run_migrations(service, settings)
    finally:
        await postgres.stop()
    for service in SERVICES:
        rendering.compile_templates(service.templates, folder.path)


def _main(data: Path) -> None:
    """Make it aside: where it is, it is whole."""
    half = data.with_name("being-made")
    try:
        asyncio.run(_make(DataFolder(half)))
    except BaseException:  # whatever it is, who waits is told, and it goes on
        _failed(data).touch()
        raise
    half.rename(data)


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
