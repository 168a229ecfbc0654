"""The files of a running PostgreSQL cluster, copied so that all its databases are of one instant.

PostgreSQL's own way for a copy of files ("Making a Base Backup Using the Low-Level API", chapter 25.3):
what changes while files are copied is in the write-ahead log that goes with them, and the server
replays it up to the end of the copy when it starts on them.
"""

import asyncio
import shutil
from collections.abc import Iterable
from pathlib import Path

import asyncpg

from deploy.embedded.postgres_binaries import system_user

SLOT = "passerelle_backup"
LEFT_OUT = frozenset(
    {"postmaster.pid", "postmaster.opts", "pg_internal.init", "backup_label", "backup_manifest"}
)
"""Of the server that runs, or made again by the one that starts."""
EMPTIED = frozenset(
    {
        *("pg_wal", "pg_replslot", "pg_dynshmem", "pg_notify", "pg_serial", "pg_snapshots"),
        *("pg_stat_tmp", "pg_subtrans", "pgsql_tmp"),
    }
)
"""Folders a server that starts fills by itself; the write-ahead log is copied last."""
FIRST_NAME = 24
"""Letters of the name of a piece of the write-ahead log."""


async def copy_cluster(url: str, into: Path) -> None:
    """Copy the cluster behind `url` (its superuser's) into a folder that does not exist yet.

    Raises OSError when a file cannot be written, the database's errors when it stops answering.
    """
    connection = await asyncpg.connect(url)
    try:
        data = Path(await connection.fetchval("SHOW data_directory"))
        # Until this connection ends the log that the copy needs is not thrown away.
        await connection.execute("SELECT pg_create_physical_replication_slot($1, true, true)", SLOT)
        await connection.execute("SELECT pg_backup_start('passerelle', fast => true)")
        await asyncio.to_thread(_copy_folder, data, into)
        label = await connection.fetchval(
            "SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)"
        )
        (into / "backup_label").write_text(label)
        await asyncio.to_thread(_copy_log, data / "pg_wal", into / "pg_wal")
    finally:
        await connection.close()


def give_to_server(cluster: Path) -> None:
    """PostgreSQL runs as a user of its own when we are root, and refuses files that are not its own."""
    cluster.chmod(0o700)
    user = system_user()
    if user is None:
        return
    for path in (cluster, *cluster.rglob("*")):
        shutil.chown(path, user.user_id, user.group_id)


def _copy_folder(source: Path, target: Path) -> None:
    target.mkdir(mode=0o700)
    for entry in _entries(source):
        if entry.name in LEFT_OUT:
            continue
        if entry.is_dir():
            if entry.name in EMPTIED:
                (target / entry.name).mkdir(mode=0o700)
            else:
                _copy_folder(entry, target / entry.name)
        else:
            _copy_file(entry, target / entry.name)


def _copy_file(source: Path, target: Path) -> None:
    try:
        shutil.copyfile(source, target)
    except FileNotFoundError:  # of a table dropped meanwhile: the log says that it went
        target.unlink(missing_ok=True)
    else:
        target.chmod(0o600)


def _copy_log(source: Path, target: Path) -> None:
    (target / "archive_status").mkdir(mode=0o700)
    (target / "summaries").mkdir(mode=0o700)
    for entry in _entries(source):
        if len(entry.name) == FIRST_NAME and entry.is_file():
            _copy_file(entry, target / entry.name)


def _entries(folder: Path) -> Iterable[Path]:
    try:
        return sorted(folder.iterdir())
    except FileNotFoundError:
        return ()
