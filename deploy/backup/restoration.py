"""Putting a saved deployment back into a data folder where nothing runs.

What was there is moved aside, never removed. Until the last file is in its place a mark in the folder
keeps `up` from starting on half of it; asking again begins anew.
"""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from deploy.backup.archive import ArchiveRefused, Manifest, unpack
from deploy.backup.cluster import give_to_server
from deploy.backup.save import CLUSTER, SAVED
from deploy.backup.workplace import workplace
from deploy.data_folder import DataFolder

OF_ANOTHER_SERVER = ("postgresql.auto.conf", "pg_ident.conf", "standby.signal", "recovery.signal")
"""Files of a cluster that have a server run commands, or follow another one: ours has none of them."""
REPLACED = (CLUSTER, *SAVED, "nats")
"""Streams go too: those of another time would be taken for what the journals say."""


@dataclass(frozen=True)
class PutBack:
    """What was put back, and where the former files are; None when there were none."""

    manifest: Manifest
    former: Path | None
    knows_erasures: bool
    """Whether the list of what was erased was there: it is not part of an archive."""


def put_back(
    archive: Path, data: DataFolder, *, postgres: str, now: datetime, key: Path | None = None
) -> PutBack:
    """Put the deployment of an archive into the folder `data`.

    `postgres`: major version of the server that will run on it. Raises ArchiveRefused and OSError,
    AlreadyRunning while something runs there, WorkplaceBusy; what was there is then as it was.
    """
    with data.held():
        with workplace(data.path) as place:
            files = place / "files"
            files.mkdir(mode=0o700)
            manifest = unpack(archive, files, key)
            _refuse_strange(archive, files)
            if manifest.postgres != postgres:
                raise ArchiveRefused(
                    f"{archive} vient de PostgreSQL {manifest.postgres}, et celui-ci est le "
                    f"{postgres}\u202f: rien n’a été changé."
                )
            data.half_restored.touch()
            former = _move_aside(data.path, data.path / f"before-restore-{now:%Y%m%d-%H%M%S}")
            for part in files.iterdir():
                part.rename(data.path / part.name)
        give_to_server(data.path / CLUSTER)
        os.sync()
        data.half_restored.unlink()
        return PutBack(manifest, former, knows_erasures=(data.path / "erasures").exists())


def _refuse_strange(archive: Path, files: Path) -> None:
    """An archive may come from anybody: it brings what we save and nothing else, and no command to run."""
    if strange := {part.name for part in files.iterdir()} - {CLUSTER, *SAVED}:
        raise ArchiveRefused(
            f"{archive} contient autre chose qu’une sauvegarde de Passerelle ({min(strange)})\u202f: rien n’a été"
            " changé."
        )
    if any((files / CLUSTER / "pg_tblspc").glob("*")):
        raise ArchiveRefused(
            f"{archive} range des tables ailleurs que dans son dossier, ce que Passerelle ne fait jamais\u202f: rien"
            " n’a été changé."
        )
    for name in OF_ANOTHER_SERVER:
        (files / CLUSTER / name).unlink(missing_ok=True)


def _move_aside(folder: Path, former: Path) -> Path | None:
    there = [folder / part for part in REPLACED if (folder / part).exists()]
    if not there:
        return None
    former.mkdir(mode=0o711)
    for path in there:
        path.rename(former / path.name)
    return former
