"""The copy of a cluster, made of what its tables hold and of nothing else: who was erased is in none of its bytes.

PostgreSQL leaves the bytes of a deleted row in the free space of its page, in the write-ahead log that
told of it, and what the planner knows of a column names its values. The copy is started by itself, every
table and index of it is written anew, and the last piece of the log is kept alone. The deployment that is
saved is not touched: nobody waits for a lock.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg

from deploy.backup.cluster import FIRST_NAME, LEFT_OUT, give_to_server
from deploy.embedded.postgres import EmbeddedPostgres

SETTINGS = {
    # A piece that is used again holds at its end what it held before.
    "wal_recycle": "off",
    "wal_init_zero": "on",
    "autovacuum": "off",
}
_OWN_TABLES = """
SELECT string_agg(oid::regclass::text, ', ') FROM pg_class
WHERE relkind IN ('r', 'm') AND relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
"""
"""Tables of the server itself hold no row of anybody, but for what is known of columns."""
WRITTEN_AT_START = ("postgresql.conf", "pg_hba.conf")


async def rewrite_cluster(files: Path, *, programs: Path) -> None:
    """Write every table of `<files>/postgres` anew; beside it is the password of its superuser.

    `programs`: the folder of the deployment, where PostgreSQL’s programs may have been copied. Raises
    ChildFailed, OSError, the database's errors.
    """
    cluster = files / "postgres"
    give_to_server(cluster)
    files.parent.chmod(0o711)  # traversed, not listed, by the server's user
    pieces = {entry.name for entry in (cluster / "pg_wal").iterdir()}
    with _kept(cluster):
        server = EmbeddedPostgres(files, fsync=False, settings=SETTINGS, programs=programs)
        try:
            await server.start()
            last = await _rewrite_all(server.url, ready=pieces)
        finally:
            await server.stop()
    _keep_log_from(cluster / "pg_wal", last)
    for name in (*LEFT_OUT, "backup_label.old"):
        (cluster / name).unlink(missing_ok=True)


@contextmanager
def _kept(cluster: Path) -> Iterator[None]:
    """Settings of a start of its own are not those of the deployment."""
    before = {name: (cluster / name).read_bytes() for name in WRITTEN_AT_START}
    try:
        yield
    finally:
        for name, content in before.items():
            (cluster / name).write_bytes(content)


async def _rewrite_all(url: str, *, ready: Collection[str]) -> str:
    """Write every table anew; the name of the piece of the log the server will end in.

    It is none of those the deployment had laid `ready`: they are old ones, that hold at their end
    what they held before.
    """
    connection = await asyncpg.connect(url)
    try:
        rows = await connection.fetch("SELECT datname FROM pg_database WHERE datallowconn")
        for row in rows:
            await _rewrite(f"{url.rpartition('/')[0]}/{row['datname']}")
        while True:
            await connection.execute("SELECT pg_switch_wal()")
            # Without anything told in a piece there is no switch to the next.
            await connection.execute("CHECKPOINT")
            name: str = await connection.fetchval(
                "SELECT pg_walfile_name(pg_current_wal_insert_lsn())"
            )
            if name not in ready:
                return name
    finally:
        await connection.close()


async def _rewrite(url: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        # Of a table that is empty by now nothing would be counted anew: its names would stay.
        await connection.execute("DELETE FROM pg_statistic")
        if tables := await connection.fetchval(_OWN_TABLES):
            await connection.execute(f"VACUUM (FULL, ANALYZE) {tables}")
        await connection.execute("VACUUM FULL pg_statistic")
    finally:
        await connection.close()


def _keep_log_from(log: Path, last: str) -> None:
    for entry in log.iterdir():
        if entry.is_file() and len(entry.name) >= FIRST_NAME and entry.name != last:
            entry.unlink()
