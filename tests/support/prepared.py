"""Data folders of `passerelle up` whose databases are made and migrated, and their templates compiled.

What a first start does beyond a second one takes eight seconds of processor. Such a folder is one
of an `up` that was stopped before it served anybody: it has no account, no port and no stream yet.
First starts themselves are those of `tests/deploy/test_up.py` and `tests/deploy/test_first_steps.py`.
"""

import asyncio
import os
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
from services.chassis.web.answers.rendering import compile_templates
from tests.support.forked import Forked, own_environment
from tests.support.servers import own_folder
from tests.support.waiting import eventually

MADE_WITHIN_SECONDS = 120.0
_KEPT = ExitStack()
_TEMPLATES: list[Path] = []


async def prepared(data: Path) -> Path:
    """Make that data folder, a copy of one that is made once per process; the same path."""
    if not _TEMPLATES:
        _TEMPLATES.append(await _template())
    # The cluster is its system user's: `shutil` would make it ours.
    copying = await asyncio.create_subprocess_exec("cp", "-a", _TEMPLATES[0], data)
    assert await copying.wait() == 0, "the data folder could not be copied"
    return data


async def _template() -> Path:
    folder = _KEPT.enter_context(own_folder("prepared")) / "data"
    null = os.open(os.devnull, os.O_RDONLY), os.open(os.devnull, os.O_WRONLY)
    made = Forked(__name__, [str(folder)], own_environment(), keyboard=null[0], screen=null[1])
    assert await eventually(made.ended, within_seconds=MADE_WITHIN_SECONDS)
    assert made.returncode == 0, "no data folder could be prepared"
    return folder


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
        compile_templates(service.templates, folder.path)


if __name__ == "__main__":
    asyncio.run(_make(DataFolder(Path(sys.argv[1]))))
