"""Saving the deployment that runs on a data folder."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from shutil import copy2, copytree

import asyncpg

from deploy.backup.archive import ENCRYPTED, Manifest, pack, recipient_of
from deploy.backup.cluster import copy_cluster
from deploy.backup.rewrite import rewrite_cluster
from deploy.backup.workplace import clean_partials, workplace
from deploy.data_folder import DataFolder
from services.chassis.base.settings import Settings

CLUSTER = "postgres"
SAVED = (
    "credentials",
    "reference",
    "boundaries.json",
    "postgres.password",
    "ports.json",
    "demo.json",
)
"""Besides the databases. Streams are not: journals fill them again, to the last fact. Erasures are not
either: an older list of them would bring back what was erased since."""


@dataclass(frozen=True)
class Saved:
    """The archive, and its size in bytes."""

    path: Path
    size: int


async def save(
    settings: Settings, data: DataFolder, into: Path, *, now: datetime, recipient: str | None = None
) -> Saved:
    """Save everything that runs on `data` as one file of the folder `into`, of one instant.

    What was erased before is in none of its bytes (`rewriting`).
    `recipient`: age's public key, to encrypt it; nothing is beside it in clear at any time. Raises
    ArchiveRefused, WorkplaceBusy, OSError, ChildFailed, or the database's errors; nothing is left in the folder then.
    """
    if recipient is not None:
        recipient_of(recipient)
    name = f"passerelle-{now:%Y%m%d-%H%M%S}.tar.gz{ENCRYPTED if recipient else ''}"
    url = settings.database_url.get_secret_value() if settings.database_url else ""
    with workplace(data.path) as place:
        await asyncio.to_thread(clean_partials, into, now)
        files = place / "files"
        files.mkdir(mode=0o700)
        await copy_cluster(url, files / CLUSTER)
        for part in SAVED:
            _copy(data.path / part, files / part)
        await rewrite_cluster(files, programs=data.path)
        manifest = Manifest(
            made_at=now.isoformat(),
            department=settings.department,
            postgres=await _version(url),
            demonstration=data.is_demonstration,
        )
        pack(files, manifest, into / name, recipient)
    return Saved(into / name, (into / name).stat().st_size)


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        copytree(source, target)
    elif source.exists():
        copy2(source, target)


async def _version(url: str) -> str:
    connection = await asyncpg.connect(url)
    try:
        return str(await connection.fetchval("SHOW server_version_num"))[:2]
    finally:
        await connection.close()
